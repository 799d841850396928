using Chaos.Experiments.Running;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Tests;

/// <summary>What a run keeps beside its flows: the table over time, what it leaves out, and how faults killed.</summary>
public sealed class RunRecordTests
{
    private const string Text = """
        version: 1
        name: recorded
        duration: 4s
        repetitions: 2
        warmUp: none
        roomy: true
        nat: { map: { size: 4096 } }
        flows: [{ name: feeds, protocol: udp, count: 20, openOver: 500ms, serverEvery: 200ms, patience: 1s }]
        pressure: [{ name: dns, protocol: udp, rate: 50/s }]
        faults: [{ at: 2s, evict: { half: reverse, select: oldest, count: 100% } }]

        """;

    [Fact]
    public async Task The_table_is_kept_by_second_from_time_zero_and_comes_back_from_the_folder()
    {
        using TemporaryFolder folder = new();
        ExperimentResult result = await Experiment.FromText(Text).RunAsync(
            new ExperimentOptions { Folder = folder.Run }, TestContext.Current.CancellationToken);

        TableSample[] first = [.. result.Contents.Table.Where(sample => sample.Repetition == 1)];
        Assert.Equal([0L, 1, 2, 3, 4], first.Select(sample => sample.TimeNs / 1_000_000_000));
        Assert.Equal(10, result.Contents.Table.Count);
        Assert.All(first, sample => Assert.Equal(4096, sample.Capacity));
        Assert.Equal(0, first[0].Evictions);
        // Reverse entries of all flows are gone, and the original ones stand alone.
        Assert.Equal((0, 20), (first[1].WatchedHalves, first[3].WatchedHalves));
        Assert.Equal(result.Contents.Table, RunFolder.Open(folder.Run).Read().Table);
    }

    [Fact]
    public void A_long_run_keeps_no_more_rows_than_anybody_can_see_and_the_last_one()
    {
        Cell cell = Experiment.FromText(Text.Replace("duration: 4s", "duration: 2000s", StringComparison.Ordinal)).Plan.Cells[0];
        TableCounters[] bySecond = [.. Enumerable.Range(0, 2001).Select(second =>
            new TableCounters(second, 4096, 100 + second, 0, 0, 0, 0))];

        TableSample[] kept = [.. TableSeries.Of(cell, 1, bySecond)];

        Assert.InRange(kept.Length, 400, TableSample.MostOfRepetition);
        Assert.Equal((0L, 0L), (kept[0].TimeNs, kept[0].Evictions));
        Assert.Equal((2000_000_000_000, 2000L), (kept[^1].TimeNs, kept[^1].Evictions));
    }

    [Fact]
    public async Task A_death_by_a_fault_tells_the_half_that_the_fault_took()
    {
        ExperimentResult result = await Experiment.FromText(Text).RunAsync(cancellation: TestContext.Current.CancellationToken);

        string[] dead = [.. result.Flows.Where(flow => flow is { Repetition: 1, Mechanism: Mechanism.Fault }).Select(flow => flow.Flow)];
        Assert.NotEmpty(dead);
        Assert.Equal(
            dead.Order(StringComparer.Ordinal),
            result.Contents.Events.Where(one => one is { Repetition: 1, Kind: RunEventKind.Eviction, Rule: "fault", Half: "reverse" })
                .Select(one => one.Flow!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_modelled_follows_from_the_scenario()
    {
        IReadOnlyList<string> plain = await LimitsOf(Text);
        IReadOnlyList<string> richer = await LimitsOf(
            Text.Replace("nat: { map", "links: { clientToNode: { jitter: 10us } }\nnat: { conntrack: on, map", StringComparison.Ordinal)
                .Replace("protocol: udp, rate", "protocol: tcp, rate", StringComparison.Ordinal));

        Assert.Contains(plain, limit => limit.StartsWith("No connection tracking", StringComparison.Ordinal));
        Assert.Contains(plain, limit => limit.StartsWith("Links have a fixed delay", StringComparison.Ordinal));
        Assert.DoesNotContain(plain, limit => limit.StartsWith("Simulated TCP", StringComparison.Ordinal));
        Assert.DoesNotContain(richer, limit => limit.StartsWith("No connection tracking", StringComparison.Ordinal));
        Assert.DoesNotContain(richer, limit => limit.StartsWith("Links have a fixed delay", StringComparison.Ordinal));
        Assert.Contains(richer, limit => limit.StartsWith("Simulated TCP", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> LimitsOf(string text) =>
        (await Experiment.FromText(text).RunAsync(cancellation: TestContext.Current.CancellationToken)).Results.NotModelled!;

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-record-");

        public string Run => Path.Combine(folder.FullName, "run");

        public void Dispose() => folder.Delete(recursive: true);
    }
}
