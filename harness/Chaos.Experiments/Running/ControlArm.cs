using Chaos.Experiments.Planning;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;

namespace Chaos.Experiments.Running;

/// <summary>The same traffic without a NAT: it loses nothing, or the run is invalid.</summary>
internal static class ControlArm
{
    /// <summary>Share of newcomers: a datagram that a full buffer drops is no reason to distrust a run.</summary>
    private const double FailedNewcomersLimit = 0.01;

    private static readonly string[] NatAxes = ["mapSize", "variant"];
    private static readonly string[] NatPrefixes = ["nat.", "faults."];

    /// <summary>
    /// One cell for each distinct load: axes of the NAT and its faults change nothing that the traffic sees but the length of the warm-up.
    /// </summary>
    public static IReadOnlyList<Cell> Plan(ScenarioPlan plan, TargetCatalog targets) => [.. plan.Cells
        .Where(cell => targets[cell.Scenario.Target].Translates)
        .GroupBy(cell => string.Join(',', cell.Axes.Where(IsLoad).Select(axis => $"{axis.Key}={axis.Value}")))
        .Select(load => new Cell(
            CellResult.ControlId, [], WithoutFaults(load.MaxBy(cell => RepetitionPlanner.ExpectedFillTime(cell.Scenario))!.Scenario)))];

    /// <summary>The control arms of several loads as the one cell that results.json has; their repetitions are numbered on.</summary>
    public static CellRun Merge(IReadOnlyList<CellRun> arms)
    {
        if (arms.Count == 1) return arms[0];
        List<FlowRecord> flows = [];
        List<RunEvent> events = [];
        int repetitions = 0;
        foreach (CellRun arm in arms)
        {
            int before = repetitions;
            flows.AddRange(arm.Flows.Select(flow => flow with { Repetition = flow.Repetition + before }));
            events.AddRange(arm.Events.Select(entry => entry with { Repetition = entry.Repetition + before }));
            repetitions += arm.Result.Repetitions;
        }

        CellResult first = arms[0].Result;
        CellFacts facts = new()
        {
            Id = first.Id,
            Axes = first.Axes,
            Target = first.Target,
            Repetitions = repetitions,
            UnderPressure = false,
            DurationSeconds = arms.Max(arm => arm.Result.Survival.At),
            Groups = [.. arms.SelectMany(arm => arm.Result.Groups).DistinctBy(group => group.Name).Select(
            group => new GroupFacts(group.Name, group.Peer, group.Flows.Reopened, group.Flows.LostAndRemade))],
            Map = null,
            Pressure = PressureSummary.Merge([.. arms.Select(arm => arm.Result.Pressure!)]),
            RoundTripSeconds = first.RoundTripSeconds,
            Packets = arms.Sum(arm => arm.Result.Packets),
            WallSeconds = arms.Sum(arm => arm.Result.WallSeconds),
        };
        return new CellRun(CellSummary.From(facts, flows), flows, events, [.. arms.SelectMany(arm => arm.Invalidations)]);
    }

    /// <summary>Why the control arm voids the run; null if it lost no flow, and hardly a newcomer.</summary>
    public static string? Invalidation(CellResult control)
    {
        int lost = control.Flows.Total - control.Flows.Survived;
        if (lost > 0)
            return $"the control arm, without any NAT, lost {lost} of {control.Flows.Total} flows: look at the generator, not at the NAT";
        return control.Pressure is { FailedEstimate: > FailedNewcomersLimit } pressure
            ? $"the control arm, without any NAT, failed {pressure.Failed} of {pressure.Decided} newcomers: look at the generator, "
                + "not at the NAT"
            : null;
    }

    private static Scenario WithoutFaults(Scenario scenario) => scenario with { Faults = [] };

    private static bool IsLoad(KeyValuePair<string, string> axis) =>
        !NatAxes.Contains(axis.Key) && !NatPrefixes.Any(prefix => axis.Key.StartsWith(prefix, StringComparison.Ordinal));
}
