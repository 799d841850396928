using Chaos.Experiments;
using Chaos.Replay.Recordings;
using Chaos.Targets;

namespace Chaos.Replay.Tests;

/// <summary>A simulated run, recorded and replayed.</summary>
public sealed class RecordingRunTests : IDisposable
{
    private const string Flows = """
        version: 1
        name: recorded
        clients: 2
        servers: 2
        duration: 5s
        repetitions: 1
        warmUp: none
        links: { nodeToServer: { loss: 1%, corrupt: 1% } }
        flows:
          - { name: senders, protocol: udp, count: 20, openOver: 500ms, clientEvery: 200ms, serverEvery: 2s, patience: 1s, onDeath: reopen }
          - { name: shells, protocol: tcp, count: 20, openOver: 500ms, clientEvery: 300ms, reply: true, patience: 2s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }

        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    public static TheoryData<string, string> Runs => new()
    {
        { "cilium-1.15", "" },
        { "cilium-1.16.0", "" },
        { "cilium-1.18", Evict("reverse") + "  - { at: 2s, egressAddress: 1 }\n" },
        { "cilium-1.19", "topology: nodeport\n" },
        { "evict-pair", Evict("original") },
        { "single-entry", Evict("both") },
        { "refuse-new", "" },
        { "drop-partner-on-miss", "" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Its_replay_agrees_in_every_line(string variant, string more)
    {
        PacketReplayResult result = await RecordAsync(Flows + more, $"nat.variant={variant}", "nat.map.size=512");

        Assert.Null(result.First);
        Assert.True(result.Lines > 5000, $"{result.Lines} lines");
    }

    [Fact]
    public async Task Packets_that_were_spread_over_cpus_are_replayed_on_theirs()
    {
        PacketReplayResult result = await RecordAsync(
            Flows, "nat.rss=on", "nat.map.possibleCpus=4", "nat.map.lru=percpu", "nat.map.size=512", "nat.ports=33000-33200");

        Assert.Null(result.First);
    }

    [Fact]
    public async Task A_flush_is_recorded_as_the_deletion_of_each_entry()
    {
        PacketReplayResult result = await RecordAsync(Flows + "faults:\n  - { at: 1s, flush: nat }\n");

        Assert.Null(result.First);
    }

    [Fact]
    public async Task What_a_recording_cannot_hold_is_refused_at_its_place()
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => RecordAsync(Flows + "faults:\n  - { at: 1s, resize: { size: 1024, entries: lost } }\n"));

        Assert.Contains(":15:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("`resize` cannot be recorded: a recording has one map", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private static string Evict(string half) => $"faults:\n  - {{ at: 1s, evict: {{ half: {half}, select: oldest, count: 10 }} }}\n";

    private async Task<PacketReplayResult> RecordAsync(string text, params string[] sets)
    {
        string path = Path.Combine(scratch.FullName, "run.jsonl.gz");
        using (RecordingWriter writer = new(path))
        {
            RecordingTarget target = new(writer, "test");
            TargetCatalog targets = TargetCatalog.BuiltIn.Replacing(target);
            await Experiment.FromText(text, sets, targets).RunAsync(cancellation: TestContext.Current.CancellationToken);
            target.Finish();
            writer.Complete();
        }

        using FileStream content = File.OpenRead(path);
        return PacketReplay.Of(path, content);
    }
}
