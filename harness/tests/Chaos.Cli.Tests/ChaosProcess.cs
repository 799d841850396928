using System.Diagnostics;
using Chaos.Tests;

namespace Chaos.Cli.Tests;

/// <summary>Runs the command line as a user does: a process of its own, in a folder of its own.</summary>
internal sealed class ChaosProcess : IDisposable
{
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("chaos-cli-");

    public static string Root { get; } = FindRoot();

    public static string Scenario(string name) => Path.Combine(Root, "scenarios", name);

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder.FullName, name);
        File.WriteAllText(path, text);
        return name;
    }

    public Process Start(IEnumerable<string> words, params (string Name, string Value)[] environment) => Start(words, false, environment);

    /// <summary>The same; the caller writes its standard input and closes it.</summary>
    public Process StartWithInput(params string[] words) => Start(words, true);

    private Process Start(IEnumerable<string> words, bool withInput, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = DefaultSignals.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "chaos.dll"), .. words]);
        start.WorkingDirectory = Folder.FullName;
        start.RedirectStandardInput = withInput;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] words) => await FinishAsync(Start(words));

    /// <summary>Runs a script of the folder with bash; its arguments are the command line of chaos.</summary>
    public async Task<(int Exit, string Output, string Errors)> ShellAsync(string script, IEnumerable<string> words) =>
        await FinishAsync(Process.Start(new ProcessStartInfo(
            "bash", [Path.Combine(Folder.FullName, script), "dotnet", Path.Combine(AppContext.BaseDirectory, "chaos.dll"), .. words])
        {
            WorkingDirectory = Folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    public static async Task<(int Exit, string Output, string Errors)> FinishAsync(Process process)
    {
        using Process running = process;
        Task<string> output = running.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = running.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (running.ExitCode, await output, await errors);
    }

    public void Dispose() => Folder.Delete(recursive: true);

    private static string FindRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chaos.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("no Chaos.sln above the tests");
        return folder.FullName;
    }
}
