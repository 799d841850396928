using Chaos.Model;
using Chaos.Runs;

namespace Chaos.Reports.Tests;

/// <summary>A sweep over map size, round trip and variant, as large as a test wants it, with a table a second in each cell.</summary>
internal static class LargeRun
{
    private const double Duration = 60;

    private const long Second = 1_000_000_000;

    private static readonly GroupFacts[] Groups = [new("feeds", "strict"), new("calls", null)];

    public static RunContents Create(int cells, int flowsPerCell)
    {
        SampleRandom random = new(7);
        string[] variants = ["baseline", "cilium-1.17", "cilium-1.18"];
        int sizes = Math.Max(1, (int)Math.Sqrt(cells / 3.0)), trips = (int)Math.Ceiling(cells / 3.0 / sizes);
        List<CellResult> all = [];
        List<FlowRecord> flows = [];
        List<TableSample> table = [];
        foreach (int trip in Enumerable.Range(1, trips))
        {
            foreach (int size in Enumerable.Range(1, sizes))
            {
                foreach (string variant in variants)
                {
                    if (all.Count == cells) break;
                    CellFacts facts = SampleRun.Facts($"{size * 1024}", variant, Groups) with
                    {
                        Id = $"rtt={trip}ms,mapSize={size * 1024},variant={variant}",
                        Axes = [new("rtt", $"{trip}ms"), new("mapSize", $"{size * 1024}"), new("variant", variant)],
                        DurationSeconds = Duration,
                    };
                    FlowRecord[] own = [.. Enumerable.Range(0, flowsPerCell).Select(number =>
                        Flow(facts.Id, number, (double)size / sizes, random))];
                    flows.AddRange(own);
                    all.Add(CellSummary.From(facts, own) with { LawEntries = 1024L * sizes / 2 });
                    table.AddRange(Enumerable.Range(0, (int)Duration + 1).Select(second => new TableSample(
                        facts.Id, 1, second * Second, 1000 + second, size * 1024, second * 2000L, 0, second * 3, 0, 0, second)));
                }
            }
        }

        RunContents sample = SampleRun.Create();
        return sample with
        {
            Flows = flows,
            Events = [],
            Table = table,
            Results = sample.Results with { Cells = all, Expectations = [], Comparisons = [], Scenario = "sweep" },
        };
    }

    private static FlowRecord Flow(string cell, int number, double alive, SampleRandom random)
    {
        string group = number % 2 == 0 ? "feeds" : "calls";
        bool lives = random.Share() < alive;
        long died = (long)(random.Share() * Duration * 1e6) * 1000;
        return new FlowRecord(
            cell, 1, $"{group}-{number / 2}", group, number % 2 == 0 ? "udp" : "tcp", -Second, lives ? null
                : Math.Max(0, died - (Second / 2)),
            lives ? null : died, lives ? (long)Duration * Second : died, lives ? FlowState.Survived : FlowState.Died,
            lives ? DeathCause.None : number % 2 == 0 ? DeathCause.PortChanged : DeathCause.Reset,
            lives ? Mechanism.None : Mechanism.OriginalEvicted);
    }
}
