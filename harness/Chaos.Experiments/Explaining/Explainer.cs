using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;

namespace Chaos.Experiments.Explaining;

/// <summary>Explains a flow of a run folder: its repetition is simulated again, so no run has to keep more than its seed.</summary>
public static class Explainer
{
    /// <param name="run">The run folder.</param>
    /// <param name="request">Which flow.</param>
    /// <param name="cancellation">Ends a simulation.</param>
    /// <exception cref="RefusedException">There is no such flow, or the value to try instead is none.</exception>
    public static Explanation Explain(RecordedRun run, ExplainRequest request, CancellationToken cancellation)
    {
        List<string> notes = [];
        FlowRecord row = run.RowOf(request, notes);
        Explanation told = new(row) { Recorded = [.. run.Contents.Events.Where(one => IsAbout(one, row))], Notes = notes };
        if (run.WhyNotSimulated(row) is { } reason)
        {
            if (request.Instead is not null) throw new RefusedException($"--instead {request.Instead}: {reason}");
            notes.Add(reason);
            return told;
        }

        Cell cell = run.CellOf(row)!;
        FlowStory story = Simulate(run, cell, row, cancellation)!;
        notes.AddRange(Differences(run, row, story.Row));
        return told with
        {
            Story = story,
            InsteadOf = request.Instead,
            Instead = request.Instead is { } other ? Simulate(run, Instead(run, cell, other), row, cancellation)
                ?? throw new RefusedException($"--instead {other}: under it there is no flow {row.Flow}") : null,
        };
    }

    private static FlowStory? Simulate(RecordedRun run, Cell cell, FlowRecord row, CancellationToken cancellation) => Resimulation.Of(
        cell, row.Repetition, new HashSet<string> { row.Flow }, run.Tail, MapEngineKind.Own, cancellation).StoryOf(row.Flow);

    /// <summary>The same cell with another value of one path, whether that is an axis of the matrix or not.</summary>
    private static Cell Instead(RecordedRun run, Cell cell, string other)
    {
        if (other.Split('=', 2) is not [{ Length: > 0 } path, { Length: > 0 } value])
            throw new RefusedException($"--instead {other}: write path=value, for example --instead variant=cilium-1.18");
        string[] sets = [.. cell.Axes.Where(axis => axis.Key != path)
            .Select(axis => $"matrix.{axis.Key}=[{axis.Value}]"), $"matrix.{path}=[{value}]"];
        Experiment experiment;
        try
        {
            experiment = Experiment.FromText(run.Contents.ScenarioYaml, sets);
        }
        catch (BadScenarioException bad)
        {
            string reasons = string.Join("; ", bad.Mistakes.Select(mistake => mistake.Reason).Distinct());
            throw new RefusedException($"--instead {other}: {reasons}");
        }

        Requirements.Check(experiment.Plan, chosen: null, MapEngineKind.Own, experiment.Targets);
        return experiment.Plan.Cells.Single();
    }

    /// <summary>What keeps the simulation from being that run. A kernel's map tells neither when an entry went nor which one.</summary>
    private static IEnumerable<string> Differences(RecordedRun run, FlowRecord recorded, FlowRecord simulated)
    {
        RunResults results = run.Contents.Results;
        bool kernel = results.MapEngine != MapEngineKind.Own.Name;
        if (kernel) yield return "the run had its table in the running kernel's map; the simulation has it in ours, which follows the "
            + "same rules";
        string? here = Machine.Describe(null).Commit;
        if (results.Environment.Commit != here)
            yield return $"the run is of commit {results.Environment.Commit ?? "unknown"}, this program of {here ?? "unknown"}";
        if (Shown(recorded, kernel) != Shown(simulated, kernel))
            yield return "the simulation gives another row than flows.csv has, so it is not that run: " + Shown(simulated, kernel);
    }

    private static string Shown(FlowRecord row, bool kernel) => string.Join(
        ' ', Spelling.Of(row.State), Spelling.Of(row.Cause), Time(row.OpenedAtNs), Time(row.DetectedAtNs),
        kernel ? "" : Spelling.Of(row.Mechanism), kernel ? "" : Time(row.BrokenAtNs));

    private static string Time(long? at) => at is { } known ? Seconds.Format(known) : "-";

    private static bool IsAbout(RunEvent one, FlowRecord row) => one.Cell == row.Cell && one.Repetition == row.Repetition
        && (one.Flow == row.Flow || (one.Which?.Contains(row.Flow) ?? false));
}
