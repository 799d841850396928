using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Reports;

/// <summary>A run, arranged for reading: what several sections need, worked out once.</summary>
internal sealed class ReportModel
{
    private readonly ILookup<string, FlowRecord> flowsByCell;
    private readonly Dictionary<(string Cell, string? Group), SurvivalCurve> curves = [];

    public ReportModel(RunContents run)
    {
        Run = run;
        Cells = [.. run.Results.Cells.Where(cell => !cell.IsControl)];
        Control = run.Results.Cells.FirstOrDefault(cell => cell.IsControl);
        Grid = Grid.Of(Cells);
        GroupNames = [.. Cells.SelectMany(cell => cell.Groups).Select(group => group.Name).Distinct()];
        PressureNames =
        [
            .. Cells.SelectMany(cell => cell.Pressure?.Groups ?? []).Where(group => group.FailedEstimate is not null)
                .Select(group => group.Name).Distinct(),
        ];
        flowsByCell = run.Flows.ToLookup(flow => flow.Cell);
    }

    public RunContents Run { get; }

    public RunResults Results => Run.Results;

    /// <summary>Without the control arm.</summary>
    public IReadOnlyList<CellResult> Cells { get; }

    public CellResult? Control { get; }

    public Grid Grid { get; }

    public IReadOnlyList<string> GroupNames { get; }

    /// <summary>Pressure groups whose clients see what becomes of their flows.</summary>
    public IReadOnlyList<string> PressureNames { get; }

    /// <summary>What every number rests on, e.g. `one run per cell`.</summary>
    public string Basis => Cells.Select(cell => cell.Repetitions).Distinct().Order().ToArray() switch
    {
        [] => "no cell",
        [1] => "one run per cell",
        [int same] => $"{same} repetitions per cell",
        [int fewest, .., int most] => $"{fewest} to {most} repetitions per cell",
    };

    /// <summary>Mean life within the run as a share of its duration, by repetition; null without a flow.</summary>
    public ShareSample? MeanLife(CellResult cell, string? group)
    {
        ILookup<int, FlowRecord> flows = FlowsOf(cell, group).ToLookup(flow => flow.Repetition);
        double duration = cell.Survival.At;
        if (flows.Count == 0) return null;
        double[] shares =
        [
            .. flows.OrderBy(repetition => repetition.Key)
                .Select(repetition => KaplanMeier.Estimate(repetition.Select(flow => flow.ToObservation(duration))))
                .Select(curve => RestrictedMean.Of(curve, duration).Estimate / duration),
        ];
        return new ShareSample(shares.Average(), shares, flows.Average(repetition => repetition.Count()));
    }

    /// <summary>Flows as they were watched, for a comparison of two cells inside each repetition.</summary>
    public Subjects Subjects(CellResult first, CellResult second, string? group)
    {
        (Observation Life, Subject Subject)[] all = [.. Side(first, 0), .. Side(second, 1)];
        return new Subjects([.. all.Select(one => Math.Max(0, one.Life.TimeSeconds))], [.. all.Select(one => one.Subject)], groups: 2);

        IEnumerable<(Observation, Subject)> Side(CellResult cell, ushort number) => FlowsOf(cell, group).Select(flow =>
        {
            Observation life = flow.ToObservation(cell.Survival.At);
            return (life, new Subject(number, (ushort)flow.Repetition, (ushort)(life.Died ? 1 : 0)));
        });
    }

    /// <param name="cell">The cell.</param>
    /// <param name="group">Null: all flows of the cell.</param>
    public SurvivalCurve Curve(CellResult cell, string? group)
    {
        if (!curves.TryGetValue((cell.Id, group), out SurvivalCurve? curve))
        {
            curve = KaplanMeier.Estimate(FlowsOf(cell, group).Select(flow => flow.ToObservation(cell.Survival.At)));
            curves.Add((cell.Id, group), curve);
        }

        return curve;
    }

    private IEnumerable<FlowRecord> FlowsOf(CellResult cell, string? group) =>
        flowsByCell[cell.Id].Where(flow => group is null || flow.Group == group);
}
