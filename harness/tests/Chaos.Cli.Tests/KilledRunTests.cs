using System.Diagnostics;
using System.Text.Json.Nodes;
using Chaos.Core;

namespace Chaos.Cli.Tests;

/// <summary>kill -9 in the middle of a run loses no finished repetition, and changes no result.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 16;

    private const string Matrix = """
        version: 1
        name: killed
        duration: 4s
        repetitions: 30
        flows:
          - { name: feeds, protocol: udp, count: 40, openOver: 200ms, clientEvery: 1s, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix:
          mapSize: [128, 4096]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 4096 }, survival: ">= 0%" }
        """;

    private readonly ChaosProcess chaos = new();

    private string Repetitions => Path.Combine(chaos.Folder.FullName, "killed", "repetitions");

    [Fact]
    public async Task A_run_that_is_killed_sixteen_times_ends_with_the_results_of_one_that_was_not()
    {
        chaos.Write("scenario.yaml", Matrix);
        (int exit, _, string errors) = await chaos.RunAsync("run", "scenario.yaml", "--out", "whole");
        Assert.True(exit == 0, errors);
        RandomStream moments = new(25, "kills");
        int before = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            await RunAndKillAsync(before + (int)moments.NextBetween(1, 5));

            int kept = Kept;
            Assert.True(kept > before, $"{kept} repetitions after kill {kill}, {before} before");
            before = kept;
        }

        Assert.InRange(before, Kills, 119);
        (int shown, _, string unread) = await chaos.RunAsync("report", "killed", "--out", "killed.html");
        Assert.True(shown == 0, unread);
        (int resumed, _, string again) = await chaos.RunAsync("run", "scenario.yaml", "--out", "killed", "--resume");
        Assert.True(resumed == 0, again);

        foreach (string file in new[] { "flows.csv", "events.jsonl", "table.csv", "scenario.yaml", "run.json" })
            Assert.Equal(Bytes("whole", file), Bytes("killed", file));
        Assert.Equal(Results("whole"), Results("killed"));
        Assert.False(Directory.Exists(Repetitions));
    }

    public void Dispose() => chaos.Dispose();

    private int Kept => Directory.Exists(Repetitions) ? Directory.GetFiles(Repetitions, "*.part").Length : 0;

    /// <summary>Kills when so many repetitions are kept.</summary>
    private async Task RunAndKillAsync(int repetitions)
    {
        using FileSystemWatcher watcher = new(chaos.Folder.FullName);
        watcher.IncludeSubdirectories = true;
        using SemaphoreSlim changes = new(0);
        watcher.Renamed += (_, _) => changes.Release();
        watcher.Created += (_, _) => changes.Release();
        watcher.EnableRaisingEvents = true;
        using Process process = chaos.Start(["run", "scenario.yaml", "--out", "killed", "--resume", "--jobs", "1"]);
        while (Kept < repetitions) await changes.WaitAsync(TestContext.Current.CancellationToken);
        process.Kill();
        await ChaosProcess.FinishAsync(process);
    }

    private byte[] Bytes(string run, string file) => File.ReadAllBytes(Path.Combine(chaos.Folder.FullName, run, file));

    /// <summary>Without the times that a run took, and the line that started it.</summary>
    private string Results(string run)
    {
        JsonNode results = JsonNode.Parse(Bytes(run, "results.json"))!;
        foreach (JsonNode? cell in results["cells"]!.AsArray()) cell!["wallSeconds"] = 0;
        results["replay"] = "";
        return results.ToJsonString();
    }
}
