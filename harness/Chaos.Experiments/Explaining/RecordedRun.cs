using Chaos.Experiments.Tails;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;

namespace Chaos.Experiments.Explaining;

/// <summary>A run folder with its scenario loaded again: what can be asked about its flows.</summary>
public sealed class RecordedRun
{
    private RecordedRun(RunContents contents, Experiment experiment) => (Contents, Experiment) = (contents, experiment);

    public RunContents Contents { get; }

    /// <summary>All cells of the run's scenario.</summary>
    public Experiment Experiment { get; }

    /// <summary>How this run judged deaths of the tail.</summary>
    internal TailRule Tail => Contents.Results.TailRule == TailRule.Endpoints.Name ? TailRule.Endpoints : TailRule.Target;

    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    /// <exception cref="BadScenarioException">Its scenario is none that this version can run.</exception>
    public static RecordedRun Read(string path)
    {
        using RunFolder folder = RunFolder.Open(path);
        RunContents contents = folder.ReadDone();
        string file = Path.Combine(path, "scenario.yaml");
        return ScenarioLoader.LoadText(contents.ScenarioYaml, file, [], environment: null) is { Plan: { } plan }
            ? new RecordedRun(contents, new Experiment(plan, TargetCatalog.BuiltIn))
            : throw new BadScenarioException(ScenarioLoader.LoadText(contents.ScenarioYaml, file, [], environment: null).Mistakes);
    }

    /// <summary>The row of flows.csv that is asked for: of several, the first in which the flow died.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public FlowRecord RowOf(ExplainRequest request, ICollection<string> notes)
    {
        HashSet<string> cells = [.. Experiment.Only(request.Only).Plan.Cells.Select(cell => cell.Id)];
        if (request.Only.Count == 0) cells.Add(CellResult.ControlId);
        FlowRecord[] named = [.. Contents.Flows.Where(row => row.Flow == request.Flow)];
        if (named.Length == 0) throw new RefusedException($"--flow {request.Flow}: the run has no such flow; {Groups()}");
        FlowRecord[] rows =
        [
            .. named.Where(row => cells.Contains(row.Cell) && (request.Repetition is null || row.Repetition == request.Repetition)),
        ];
        if (rows.Length == 0)
            throw new RefusedException($"--flow {request.Flow}: no such cell and repetition was run; leave out --only or --repetition");
        FlowRecord[] dead = [.. rows.Where(row => row.State is FlowState.Died or FlowState.Refused)];
        FlowRecord chosen = dead.Length > 0 ? dead[0] : rows[0];
        if (rows.Length > 1)
        {
            notes.Add($"{request.Flow} died in {dead.Length} of {rows.Length} repetitions of cells; this is the first; choose with --only "
                + "axis=value and --repetition N");
        }

        return chosen;
    }

    /// <summary>The cell of a row; null for the control arm, which is no cell of the matrix.</summary>
    public Cell? CellOf(FlowRecord row) => Experiment.Plan.Cells.FirstOrDefault(cell => cell.Id == row.Cell);

    /// <summary>Why a simulation is not that run, or cannot show more than the folder; null: it is that run.</summary>
    public string? WhyNotSimulated(FlowRecord row)
    {
        if (CellOf(row) is not { } cell) return "the control arm has no NAT, so there is nothing of it to explain";
        string backend = Contents.Results.Cells.First(result => result.Id == row.Cell).Backend ?? Contents.Results.Backend;
        if (backend != SimulatedWorld.WorldName)
        {
            return $"this run was in '{backend}': real clocks timed its packets, so a simulation of its seed is not that run; below is all "
                + "that its own events tell";
        }

        return cell.Scenario.Target == TargetCatalog.Default ? null
            : $"target '{cell.Scenario.Target}' does not let anybody see its table; below is all that the run's own events tell";
    }

    private string Groups() => "its groups are " + string.Join(
        ", ", Experiment.Plan.Scenario.Flows.Select(group => $"{group.Name}-0 to {group.Name}-{group.Count - 1}"));
}
