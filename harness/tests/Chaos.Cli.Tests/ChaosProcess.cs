using System.Diagnostics;

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

    public Process Start(IEnumerable<string> words, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = Folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string word in words.Prepend(Path.Combine(AppContext.BaseDirectory, "chaos.dll"))) start.ArgumentList.Add(word);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] words) => await FinishAsync(Start(words));

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
