using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>A run, arranged for reading: what several sections need, worked out once.</summary>
internal sealed class ReportModel
{
    private readonly ILookup<string, FlowRecord> _flowsByCell;
    private readonly Dictionary<(string Cell, string? Group), SurvivalCurve> _curves = [];

    public ReportModel(RunContents run)
    {
        Run = run;
        Cells = [.. run.Results.Cells.Where(cell => !cell.IsControl)];
        Control = run.Results.Cells.FirstOrDefault(cell => cell.IsControl);
        Grid = Grid.Of(Cells);
        GroupNames = [.. Cells.SelectMany(cell => cell.Groups).Select(group => group.Name).Distinct()];
        _flowsByCell = run.Flows.ToLookup(flow => flow.Cell);
    }

    public RunContents Run { get; }

    public RunResults Results => Run.Results;

    /// <summary>Without the control arm.</summary>
    public IReadOnlyList<CellResult> Cells { get; }

    public CellResult? Control { get; }

    public Grid Grid { get; }

    public IReadOnlyList<string> GroupNames { get; }

    /// <summary>What every number rests on, e.g. `one run per cell`.</summary>
    public string Basis => Cells.Select(cell => cell.Repetitions).Distinct().Order().ToArray() switch
    {
        [] => "no cell",
        [1] => "one run per cell",
        [int same] => $"{same} repetitions per cell",
        [int fewest, .., int most] => $"{fewest} to {most} repetitions per cell",
    };

    /// <param name="cell">The cell.</param>
    /// <param name="group">Null: all flows of the cell.</param>
    public SurvivalCurve Curve(CellResult cell, string? group)
    {
        if (!_curves.TryGetValue((cell.Id, group), out SurvivalCurve? curve))
        {
            IEnumerable<FlowRecord> flows = _flowsByCell[cell.Id].Where(flow => group is null || flow.Group == group);
            curve = KaplanMeier.Estimate(flows.Select(flow => flow.ToObservation(cell.Survival.At)));
            _curves.Add((cell.Id, group), curve);
        }

        return curve;
    }
}
