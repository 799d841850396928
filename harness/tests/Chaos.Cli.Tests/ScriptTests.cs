using System.Diagnostics;
using Chaos.Tests;

namespace Chaos.Cli.Tests;

/// <summary>The script `./chaos`, with a build that goes on until it is ended.</summary>
public sealed class ScriptTests : IDisposable
{
    /// <summary>A build of two processes; each holds the writing end of the pipe `alive` until it ends.</summary>
    private const string EndlessBuild = """
        #!/usr/bin/env bash
        exec 3>alive
        tail -f /dev/null &
        echo started >&3
        exec tail -f /dev/null
        """;

    private readonly ChaosProcess chaos = new();

    [Theory(Timeout = 60_000)]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_that_reaches_only_the_script_ends_its_build_and_is_exit_130(string signal)
    {
        await LayOutAsync();
        string alive = Path.Combine(chaos.Folder.FullName, "alive");
        await RunAsync("mkfifo", alive);
        ProcessStartInfo start = DefaultSignals.Start(Path.Combine(chaos.Folder.FullName, "chaos"), "--version");
        start.WorkingDirectory = chaos.Folder.FullName;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["PATH"] = $"{chaos.Folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process script = Process.Start(start)!;
        // Opening waits for the build, which opens the other end.
        using StreamReader build = await Task.Run(() => new StreamReader(alive), TestContext.Current.CancellationToken);
        Assert.Equal("started", await build.ReadLineAsync(TestContext.Current.CancellationToken));

        await RunAsync("kill", $"-{signal}", $"{script.Id}");
        (int exit, string output, string errors) = await ChaosProcess.FinishAsync(script);

        Assert.Equal(130, exit);
        Assert.Empty(output);
        Assert.EndsWith("chaos: interrupted before the build was done; nothing was run\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", errors, StringComparison.Ordinal);
        // The kernel ends the stream when the last process of the build has ended.
        Assert.Empty(await build.ReadToEndAsync(TestContext.Current.CancellationToken));
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

    private static async Task RunAsync(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
