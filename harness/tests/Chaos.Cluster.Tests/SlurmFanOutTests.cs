using System.Diagnostics;
using System.Globalization;
using Chaos.Cli.Tests;
using Chaos.Cluster.Tests.Support;

namespace Chaos.Cluster.Tests;

/// <summary>`fan-out` on a real Slurm.</summary>
public sealed class SlurmFanOutTests : IDisposable
{
    private const int Doubled = 4, Full = 7;

    private readonly Sweep sweep = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Ten shards: the worker of one is killed, one is run twice, the disk of one is full at first.</summary>
    [MountFact]
    public async Task Ten_shards_of_a_job_array_merge_to_the_run_of_one_machine_whatever_happens_to_workers()
    {
        await using SlurmCluster cluster = await SlurmCluster.StartAsync();
        await sweep.RunWholeAsync();
        string disk = Path.Combine(sweep.Folder, "shards", Name(Full));
        string[] words = ["fan-out", "scenario.yaml", "--engine", "slurm", "--shards", "10", "--retries", "3", "--out", "sweep"];
        Assert.Equal(0, (await sweep.Chaos.RunAsync([.. words, "--dry-run"])).Exit);
        Directory.CreateDirectory(disk);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk);
        try
        {
            using Process submitter = sweep.Chaos.Start(words, cluster.Environment);
            List<string> lines = [];
            bool killed = false, doubled = false;
            while (await submitter.StandardError.ReadLineAsync(Cancellation) is { } line)
            {
                lines.Add(line);
                killed = killed || (line.Contains(": running", StringComparison.Ordinal) && KillOne());
                if (!doubled && line.StartsWith($"shard {Doubled}/10: running", StringComparison.Ordinal))
                {
                    doubled = true;
                    Assert.Equal(0, (await sweep.Chaos.RunAsync("worker", "sweep", "--shard", $"{Doubled}/10")).Exit);
                }

                if (line.StartsWith($"shard {Full}/10: ended with 74", StringComparison.Ordinal))
                    await RunAsync("mount", "-o", "remount,size=64m", disk);
            }

            string output = await submitter.StandardOutput.ReadToEndAsync(Cancellation);
            await submitter.WaitForExitAsync(Cancellation);
            string told = string.Join('\n', lines);
            Assert.True(submitter.ExitCode == 0, told + output + Logs());
            Assert.True(killed && doubled, told);
            Assert.Contains($"shard {Full}/10: ended with 74, tried again", told, StringComparison.Ordinal);
            sweep.AssertSame();
            Assert.Equal("", (await cluster.RunAsync("squeue", "--noheader")).Output);
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    [Fact]
    public async Task Without_a_cluster_the_message_says_what_is_missing()
    {
        await sweep.RunWholeAsync();

        using Process process = sweep.Chaos.Start(
            ["fan-out", "scenario.yaml", "--engine", "slurm", "--shards", "2", "--out", "sweep"], ("PATH", FolderWithDotnetAlone()));
        (int exit, _, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.Equal(69, exit);
        Assert.Contains("Slurm's command squeue cannot be started; install slurm-client", errors, StringComparison.Ordinal);
    }

    public void Dispose() => sweep.Dispose();

    private static string Name(int shard) => shard.ToString("D4", CultureInfo.InvariantCulture);

    private string FolderWithDotnetAlone()
    {
        DirectoryInfo folder = sweep.Chaos.Folder.CreateSubdirectory("bin");
        string dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(path => Path.Combine(path, "dotnet"))
            .First(File.Exists);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "dotnet"), dotnet);
        return folder.FullName;
    }

    /// <summary>Whether the worker of any shard was there to be killed.</summary>
    private bool KillOne()
    {
        foreach (Process process in Process.GetProcesses())
        {
            using Process candidate = process;
            string command = $"/proc/{candidate.Id}/cmdline", worker = $"\0worker\0{sweep.Folder}\0";
            if (!File.Exists(command) || !File.ReadAllText(command).Contains(worker, StringComparison.Ordinal)) continue;
            candidate.Kill();
            return true;
        }

        return false;
    }

    private static async Task RunAsync(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    private string Logs() => string.Join('\n', Directory.EnumerateFiles(Path.Combine(sweep.Folder, "logs")).Select(
        file => $"{file}: {File.ReadAllText(file)}"));
}
