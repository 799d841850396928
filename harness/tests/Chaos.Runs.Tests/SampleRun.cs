using Chaos.Model;
using Chaos.Survival;

namespace Chaos.Runs.Tests;

/// <summary>A run as the quickstart might leave it: two map sizes, three variants, three groups of 200 flows, one run per cell.</summary>
internal static class SampleRun
{
    public const int FlowsPerGroup = 200;
    private const double DurationSeconds = 10;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly string[] MapSizes = ["2560", "16384"];
    private static readonly string[] Variants = ["baseline", "cilium-1.17", "cilium-1.18"];

    private static readonly GroupFacts[] Groups = [new("feeds", "strict"), new("uploads", "strict"), new("calls", null)];

    /// <summary>Share of flows that live in the tight map, by variant and group.</summary>
    private static readonly double[][] Alive = [[0.11, 0.14, 0.62], [0.12, 0.995, 0.97], [0.985, 0.995, 0.995]];

    private static readonly ExpectationResult[] Expectations =
    [
        new("survival >= 95% where variant=cilium-1.18, mapSize=2560, group=feeds", Verdict.Pass, "98.0 %", "one run", 0.03)
        {
            Cell = "mapSize=2560,variant=cilium-1.18", Group = "feeds",
        },
        new("survival <= 50% where variant=baseline, mapSize=2560, group=feeds", Verdict.Pass, "12.5 %", "one run", 0.375)
        {
            Cell = "mapSize=2560,variant=baseline", Group = "feeds",
        },
        new("better cilium-1.18 than baseline by >= 30pp where mapSize=2560", Verdict.Pass, "+70.2 pp", "one run", 0.402)
        {
            Cell = "mapSize=2560,variant=cilium-1.18", Against = "mapSize=2560,variant=baseline",
        },
    ];

    /// <param name="feeds">Name of the first group, for tests with strange ones.</param>
    /// <param name="invalid">Reasons for which the run says nothing.</param>
    public static RunContents Create(string feeds = "feeds", params string[] invalid)
    {
        SampleRandom random = new(42);
        List<FlowRecord> flows = [];
        List<CellResult> cells = [];
        List<RunEvent> events = [];
        GroupFacts[] groups = [Groups[0] with { Name = feeds }, .. Groups[1..]];
        foreach (string size in MapSizes)
        {
            for (int variant = 0; variant < Variants.Length; variant++)
            {
                CellFacts facts = Facts(size, Variants[variant], groups);
                double[] alive = size == MapSizes[0] ? Alive[variant] : [1, 1, 1];
                FlowRecord[] rows = [.. groups.SelectMany((group, index) => Flows(facts.Id, group, alive[index], random))];
                flows.AddRange(rows);
                events.AddRange(rows.Where(row => row.Mechanism == Mechanism.ReverseEvicted).Take(5).Select(Eviction));
                events.Add(Fault(facts.Id));
                cells.Add(CellSummary.From(facts, rows) with { LawEntries = 2400 });
            }
        }

        return new RunContents("version: 1\nname: quickstart\nduration: 10s\n", Results(cells, invalid), flows, events)
        {
            Table = [.. cells.SelectMany(cell => Enumerable.Range(0, (int)DurationSeconds + 1).Select(second => Sample(cell, second)))],
        };
    }

    private static TableSample Sample(CellResult cell, int second) => new(
        cell.Id, 1, second * NanosecondsPerSecond, 2500 + second, 2560, second * 1000L, 0, second, 0, 0, 10 - second);

    public static CellFacts Facts(string size, string variant, IReadOnlyList<GroupFacts> groups) => new()
    {
        Id = $"mapSize={size},variant={variant}",
        Axes = [new("mapSize", size), new("variant", variant)],
        Target = "csharp",
        Repetitions = 1,
        UnderPressure = size == MapSizes[0],
        DurationSeconds = DurationSeconds,
        Groups = groups,
        Map = size == MapSizes[0] ? new MapCounters(48_211, variant == "baseline" ? 0 : 4, 0, 0) : new MapCounters(0, 0, 0, 0),
        Pressure = PressureSummary.From(["dns"], [Newcomers(size == MapSizes[0] && variant == "cilium-1.18")], [Losses]),
        RoundTripSeconds = 0.0004,
        Packets = 612_344,
        WallSeconds = 0.75,
    };

    private static IReadOnlyList<NewcomerLosses> Losses => [new NewcomerLosses(1, 2, 3), new NewcomerLosses(0, 1, 0)];

    /// <summary>A thousand a second; where they pay, every tenth fails.</summary>
    private static IReadOnlyList<NewcomerGroup> Newcomers(bool pay) =>
    [
        new NewcomerGroup(
            "dns", new NewcomerCounts { Answered = 500 },
            [.. Enumerable.Repeat(new NewcomerCounts { Answered = pay ? 900 : 1000, Timeout = pay ? 100 : 0 }, (int)DurationSeconds)]),
    ];

    private static IEnumerable<FlowRecord> Flows(string cell, GroupFacts group, double alive, SampleRandom random)
    {
        for (int number = 0; number < FlowsPerGroup; number++)
        {
            FlowRecord flow = new(
                cell, 1, $"{group.Name}-{number}", group.Name, group.Peer is null ? "tcp" : "udp",
                OpenedAtNs: (-2 * NanosecondsPerSecond) + (random.Below(1_000_000) * 1000L), null, null,
                ObservedUntilNs: (long)DurationSeconds * NanosecondsPerSecond, FlowState.Survived, DeathCause.None, Mechanism.None);
            yield return random.Share() < alive ? flow : Died(flow, random);
        }
    }

    private static FlowRecord Died(FlowRecord flow, SampleRandom random)
    {
        double share = random.Share();
        long broken = (long)(share * share * 9.2 * NanosecondsPerSecond) - 300_000_000;
        (DeathCause cause, Mechanism mechanism) = (flow.Protocol, random.Below(10)) switch
        {
            (_, 0) => (DeathCause.Timeout, Mechanism.BothEvicted),
            ("tcp", _) => (DeathCause.Reset, Mechanism.OriginalEvicted),
            (_, < 7) when flow.Group == "uploads" => (DeathCause.Reset, Mechanism.ReverseEvicted),
            _ => (DeathCause.PortChanged, Mechanism.OriginalEvicted),
        };
        long detected = broken + 20_000_000 + random.Below(1_200_000_000);
        return flow with
        {
            BrokenAtNs = broken / 1000 * 1000,
            DetectedAtNs = detected / 1000 * 1000,
            ObservedUntilNs = detected / 1000 * 1000,

            State = FlowState.Died,
            Cause = cause,
            Mechanism = mechanism,
        };
    }

    private static RunEvent Eviction(FlowRecord flow) => new()
    {
        Cell = flow.Cell,
        Repetition = flow.Repetition,
        TimeNs = flow.BrokenAtNs!.Value,
        Kind = RunEventKind.Eviction,
        Flow = flow.Flow,
        Half = "reverse",
        Rule = "inactive, reference bit clear",
        By = "dns-1841",
    };

    private static RunEvent Fault(string cell) => new()
    {
        Cell = cell,
        Repetition = 1,
        TimeNs = 5 * NanosecondsPerSecond,
        Kind = RunEventKind.Fault,
        Fault = "evict",
        With = new Dictionary<string, string> { ["half"] = "reverse", ["select"] = "oldest" },
        Counts = new Dictionary<string, long> { ["chosen"] = 20, ["entries"] = 20 },
        Which = ["uploads-3", "uploads-9"],
    };

    private static RunResults Results(List<CellResult> cells, string[] invalid) => new()
    {
        Scenario = "quickstart",
        Backend = "sim",
        MapEngine = "csharp",
        Seed = 42,
        Verdict = invalid.Length > 0 ? Verdict.Unknown : Verdicts.Combine(Expectations.Select(one => one.Verdict)),
        Environment = new RunEnvironment("0123456789ab", "10.0.9", "Linux 6.18.5", 2, null),
        Cells = cells,
        Expectations = Expectations,
        Comparisons = [new("cilium-1.18", "baseline", [new("mapSize", "2560")], 0.694, null, null, null)],
        Question = "Which release keeps long flows alive when short ones churn the table?",
        NotModelled = ["Links have a fixed delay here."],
        Replay = "./chaos run scenarios/quickstart.yaml --seed 42",
        Invalid = invalid,
    };
}
