using System.Text.Json.Nodes;
using Chaos.Cli.Tests;

namespace Chaos.Cluster.Tests.Support;

/// <summary>A small sweep, and the comparison of a merged run with the run of one machine.</summary>
internal sealed class Sweep : IDisposable
{
    private const string Scenario = """
        version: 1
        name: swept
        duration: 2s
        repetitions: 3
        flows:
          - { name: feeds, protocol: udp, count: 20, openOver: 200ms, clientEvery: 1s, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix:
          mapSize: [128, 512, 4096]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 4096 }, survival: ">= 0%" }
          - { same: baseline, as: cilium-1.18, within: 100pp }
        """;

    public ChaosProcess Chaos { get; } = new();

    public string Folder => Path.Combine(Chaos.Folder.FullName, "sweep");

    /// <summary>Runs it on one machine.</summary>
    public async Task RunWholeAsync()
    {
        Chaos.Write("scenario.yaml", Scenario);
        (int exit, _, string errors) = await Chaos.RunAsync("run", "scenario.yaml", "--out", "whole");
        Assert.True(exit == 0, errors);
    }

    /// <summary>The merged run has the bytes of the whole one, and its results but for the times.</summary>
    public void AssertSame()
    {
        foreach (string file in new[] { "flows.csv", "events.jsonl", "table.csv", "scenario.yaml", "run.json" })
            Assert.Equal(Bytes(Path.Combine("whole", file)), Bytes(Path.Combine("sweep", "run", file)));
        Assert.Equal(Results("whole"), Results(Path.Combine("sweep", "run")));
    }

    public void Dispose() => Chaos.Dispose();

    private byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Chaos.Folder.FullName, path));

    private string Results(string run)
    {
        JsonNode results = JsonNode.Parse(Bytes(Path.Combine(run, "results.json")))!;
        foreach (JsonNode? cell in results["cells"]!.AsArray()) cell!["wallSeconds"] = 0;
        results["replay"] = "";
        return results.ToJsonString();
    }
}
