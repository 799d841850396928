using System.Diagnostics;
using Chaos.Cluster.Tests.Support;

namespace Chaos.Cluster.Tests;

/// <summary>`fan-out` on processes of this machine.</summary>
public sealed class LocalFanOutTests : IDisposable
{
    private readonly Sweep sweep = new();

    [Fact]
    public async Task Shards_on_local_processes_merge_to_the_run_of_one_machine()
    {
        await sweep.RunWholeAsync();

        (int exit, string output, string errors) = await sweep.Chaos.RunAsync(
            "fan-out", "scenario.yaml", "--engine", "local", "--shards", "5", "--out", "sweep");

        Assert.True(exit == 0, errors);
        Assert.Contains("pass swept on sim", output, StringComparison.OrdinalIgnoreCase);
        for (int shard = 1; shard <= 5; shard++) Assert.Matches($@"shard {shard}/5: done, \d+ of \d+ repetitions", errors);
        sweep.AssertSame();
        (int again, _, string refused) = await sweep.Chaos.RunAsync(
            "fan-out", "scenario.yaml", "--engine", "local", "--shards", "5", "--out", "sweep");
        Assert.Equal(64, again);
        Assert.Contains("the run is complete", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_command_continues_after_the_submitter_was_killed()
    {
        await sweep.RunWholeAsync();
        string[] words = ["fan-out", "scenario.yaml", "--engine", "local", "--shards", "6", "--parallel", "1", "--out", "sweep"];
        using (Process first = sweep.Chaos.Start(words))
        {
            string? line;
            do line = await first.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line is not null && !line.StartsWith("shard 1/6: done", StringComparison.Ordinal));
            first.Kill(entireProcessTree: true);
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (int exit, _, string errors) = await sweep.Chaos.RunAsync(words);

        Assert.True(exit == 0, errors);
        sweep.AssertSame();
    }

    [Fact]
    public async Task A_scenario_that_a_worker_cannot_run_is_exit_42_and_not_tried_again()
    {
        sweep.Chaos.Write(
            "scenario.yaml",
            "version: 1\nname: swept\nduration: 1s\nflows:\n  - { name: a, protocol: udp, count: 1, serverEvery: 1s }\n");
        (int dry, string files, _) = await sweep.Chaos.RunAsync(
            "fan-out", "scenario.yaml", "--engine", "local", "--shards", "1", "--out", "sweep", "--dry-run");
        Assert.Equal(0, dry);
        Assert.Equal(Path.Combine(sweep.Folder, "local.sh"), files.Trim());
        await File.AppendAllTextAsync(
            Path.Combine(sweep.Folder, "scenario.yaml"), "nonsense: 1\n", TestContext.Current.CancellationToken);

        (int exit, _, string errors) = await sweep.Chaos.RunAsync("worker", "sweep", "--shard", "1/1");

        Assert.Equal(42, exit);
        Assert.Contains("nonsense", errors, StringComparison.Ordinal);
        Assert.Equal("42", await File.ReadAllTextAsync(
            Path.Combine(sweep.Folder, "shards", "0001.exit"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task More_shards_than_repetitions_are_refused_before_anything_is_written()
    {
        await sweep.RunWholeAsync();

        (int exit, _, string errors) = await sweep.Chaos.RunAsync("fan-out", "scenario.yaml", "--shards", "19", "--out", "sweep");

        Assert.Equal(64, exit);
        Assert.Contains("can be divided into 18 shards at most, one for each repetition of a cell", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sweep.Folder));
    }

    public void Dispose() => sweep.Dispose();
}
