using Chaos.Experiments.Planning;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;
using Chaos.Targets;
using Chaos.Targets.None;

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
    public static IEnumerable<ControlLoad> Plan(IEnumerable<Cell> cells, TargetCatalog targets) => cells
        .Where(cell => targets[cell.Scenario.Target].Translates)
        .GroupBy(cell => string.Join(',', cell.Axes.Where(IsLoad).Select(axis => $"{axis.Key}={axis.Value}")))
        .Select(load => LoadOf(load, WithoutFaults));

    /// <summary>
    /// The control arms of a simulation: of cells whose links or faults could kill without a NAT. They keep what a plain router can do of
    /// the faults, and one cell stands for all that differ in nothing else.
    /// </summary>
    public static IEnumerable<ControlLoad> PlanSimulated(IEnumerable<Cell> cells, TargetCatalog targets) => cells
        .Where(cell => targets[cell.Scenario.Target].Translates && CouldKill(WithoutTable(cell.Scenario)))
        .GroupBy(cell => string.Join(',', cell.Axes.Where(IsLoadOrFault).Select(axis => $"{axis.Key}={axis.Value}")))
        .Select(load => LoadOf(load, WithoutTable));

    /// <summary>The arm runs the cell with the longest warm-up.</summary>
    private static ControlLoad LoadOf(IEnumerable<Cell> load, Func<Scenario, Scenario> without) => new(
        new Cell(CellResult.ControlId, [], without(load.MaxBy(cell => RepetitionPlanner.ExpectedFillTime(cell.Scenario))!.Scenario)),
        load.Select(cell => cell.Id).ToHashSet());

    /// <summary>The control arms of several loads as the one cell that results.json has; their repetitions are numbered on.</summary>
    public static CellRun Merge(IReadOnlyList<CellRun> arms)
    {
        if (arms.Count == 1) return arms[0];
        List<IRepetitionRows> rows = [];
        foreach (CellRun arm in arms)
        {
            int before = rows.Count;
            rows.AddRange(arm.Rows.Select(one => before == 0 ? one : new RenumberedRows(one, before)));
        }

        CellResult first = arms[0].Result;
        CellFacts facts = new()
        {
            Id = first.Id,
            Axes = first.Axes,
            Target = first.Target,
            Backend = first.Backend,
            Repetitions = rows.Count,
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
        return new CellRun(
            CellSummary.From(facts, rows.SelectMany(one => one.Flows())), rows, [.. arms.SelectMany(arm => arm.Invalidations)]);
    }

    /// <summary>Why the control arm of a simulation voids the run: what the links or faults kill says nothing of the NAT.</summary>
    /// <param name="control">The control arm.</param>
    /// <param name="expectations">Newcomers count only where the author says something of them.</param>
    public static string? SimulatedInvalidation(CellResult control, IReadOnlyList<Expectation> expectations)
    {
        const string Remedy = "the links or faults kill without a NAT; weaken them, give more patience, or write control: off";
        int lost = control.Flows.Total - control.Flows.Survived;
        if (lost > 0) return $"the control arm, without any NAT, lost {lost} of {control.Flows.Total} flows: {Remedy}";
        bool aboutNewcomers = expectations.Any(
            expectation => expectation
                is ShareExpectation { Measure: Measure.Newcomers } or ComparisonExpectation { Of: Measure.Newcomers });
        return aboutNewcomers && control.Pressure is { FailedEstimate: > FailedNewcomersLimit } pressure
            ? $"the control arm, without any NAT, failed {pressure.Failed} of {pressure.Decided} newcomers: {Remedy}"
            : null;
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

    /// <summary>Without the faults that take a table; a restart that loses its table is, without one, a restart.</summary>
    private static Scenario WithoutTable(Scenario scenario) => scenario with
    {
        Faults =
        [
            .. scenario.Faults
                .Select(fault => fault.Fault is Restart restart && fault.Schedule.For is not null
                    ? fault with { Fault = restart with { Table = RestartedTable.Kept } }
                    : fault)
                .Where(fault => NoneTarget.Instance.InSimulation.WhyNot(
                    fault.Fault.Needs() | (fault.Schedule.When?.Needs() ?? Capability.None)) is null),
        ],
    };

    private static bool CouldKill(Scenario scenario)
    {
        LinkSet links = scenario.Links;
        long patience = scenario.Flows.Min(group => group.Shapes.Min(shape => shape.Plan.Patience));
        return links.All.Any(link => link.Loss > 0 || link.Corrupt > 0 || link.BitsPerSecond > 0)
            || links.LongestRoundTrip >= patience
            || scenario.Faults.Any(fault => fault.Fault is LinkFault or ServerRestart or ClientPause
                || (fault.Fault is NodeFault node && node.PausesNode()));
    }

    private static bool IsLoadOrFault(KeyValuePair<string, string> axis) =>
        IsLoad(axis) || axis.Key.StartsWith("faults.", StringComparison.Ordinal);

    private static Scenario WithoutFaults(Scenario scenario) => scenario with { Faults = [] };

    private static bool IsLoad(KeyValuePair<string, string> axis) =>
        !NatAxes.Contains(axis.Key) && !NatPrefixes.Any(prefix => axis.Key.StartsWith(prefix, StringComparison.Ordinal));
}
