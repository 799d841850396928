using System.Diagnostics;

namespace Chaos.Cli.Tests;

/// <summary>The script `./chaos`, with a build that goes on until it is ended.</summary>
public sealed class ScriptTests : IDisposable
{
    /// <summary>Says its number, and that of a helper of its own: a build has several processes.</summary>
    private const string EndlessBuild = """
        #!/usr/bin/env bash
        tail -f /dev/null &
        echo "$$ $!" >started
        exec tail -f /dev/null
        """;

    private readonly ChaosProcess chaos = new();

    [Theory(Timeout = 60_000)]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_that_reaches_only_the_script_ends_its_build_and_is_exit_130(string signal)
    {
        await LayOutAsync();
        await RunAsync("mkfifo", Path.Combine(chaos.Folder.FullName, "started"));
        using Process script = Process.Start(new ProcessStartInfo(Path.Combine(chaos.Folder.FullName, "chaos"), ["--version"])
        {
            WorkingDirectory = chaos.Folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{chaos.Folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        // A pipe opens when its other end does.
        string builders = await Task.Run(
            () => File.ReadAllText(Path.Combine(chaos.Folder.FullName, "started")), TestContext.Current.CancellationToken);

        await RunAsync("kill", $"-{signal}", $"{script.Id}");
        (int exit, string output, string errors) = await ChaosProcess.FinishAsync(script);

        Assert.Equal(130, exit);
        Assert.Empty(output);
        Assert.EndsWith("chaos: interrupted before the build was done; nothing was run\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", errors, StringComparison.Ordinal);
        Assert.All(builders.Split(' '), builder => Assert.False(Runs(builder.Trim())));
    }

    public void Dispose() => chaos.Dispose();

    /// <summary>As much of a checkout as the script looks at, and the build in place of the SDK.</summary>
    private async Task LayOutAsync()
    {
        File.Copy(Path.Combine(ChaosProcess.Root, "chaos"), Path.Combine(chaos.Folder.FullName, "chaos"));
        foreach (string folder in (string[])["targets", "harness", "reports"]) chaos.Folder.CreateSubdirectory(folder);
        foreach (string file in (string[])["Directory.Build.props", "global.json", "BannedSymbols.txt"]) chaos.Write(file, "");
        await RunAsync("chmod", "+x", Path.Combine(chaos.Folder.FullName, chaos.Write("dotnet", EndlessBuild)));
    }

    /// <summary>A process that has ended and is not yet buried runs no more.</summary>
    private static bool Runs(string process)
    {
        string status = $"/proc/{process}/status";
        return File.Exists(status) && !File.ReadAllText(status).Contains("State:\tZ", StringComparison.Ordinal);
    }

    private static async Task RunAsync(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
