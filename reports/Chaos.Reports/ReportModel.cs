using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Reports;

/// <summary>A run, arranged for reading: what several sections need, worked out once.</summary>
internal sealed class ReportModel
{
    private readonly FlowRanges flows;
    private readonly ILookup<string, TableSample> tableByCell;
    private readonly Dictionary<string, int> places;
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
        flows = new FlowRanges(run.Flows);
        tableByCell = run.Table.ToLookup(sample => sample.Cell);
        places = Cells.Select((cell, place) => (cell.Id, place)).ToDictionary(StringComparer.Ordinal);
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

    /// <summary>What decides the verdict.</summary>
    public Deciding Deciding => field ??= Deciding.Of(this);

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

    /// <summary>The same of each repetition alone.</summary>
    public IReadOnlyList<SurvivalCurve> CurvesByRepetition(CellResult cell) => cell.Repetitions < 2 ? [] :
    [
        .. flows.Of(cell.Id).ToLookup(flow => flow.Repetition)
            .Select(flows => KaplanMeier.Estimate(flows.Select(flow => flow.ToObservation(cell.Survival.At)))),
    ];

    /// <summary>The table over time, by repetition.</summary>
    public ILookup<int, TableSample> TableOf(CellResult cell) => tableByCell[cell.Id].ToLookup(sample => sample.Repetition);

    /// <summary>The anchor of a cell, by its place: ids of cells may hold anything.</summary>
    public string AnchorOf(CellResult cell) => $"cell-{PlaceOf(cell)}";

    public int PlaceOf(CellResult cell) => places[cell.Id];

    /// <summary>The cell of an id; null where there is none.</summary>
    public CellResult? CellOf(string? id) => id is not null && places.TryGetValue(id, out int place) ? Cells[place] : null;

    /// <summary>How flows of a cell died, over time: by kind, numbered from 1 by <paramref name="kindOf"/>.</summary>
    public IReadOnlyList<IncidenceStep> Incidence(CellResult cell, Func<FlowRecord, int> kindOf, int kinds)
    {
        (double Time, Subject Subject)[] all =
        [
            .. flows.Of(cell.Id).Select(flow =>
            {
                Observation life = flow.ToObservation(cell.Survival.At);
                return (Math.Max(0, life.TimeSeconds), new Subject(0, 0, (ushort)(life.Died ? kindOf(flow) : 0)));
            }),
        ];
        return CumulativeIncidence.Of(
            new Subjects([.. all.Select(one => one.Time)], [.. all.Select(one => one.Subject)], groups: 1), group: 0, kinds);
    }

    private IEnumerable<FlowRecord> FlowsOf(CellResult cell, string? group) =>
        flows.Of(cell.Id).Where(flow => group is null || flow.Group == group);
}
