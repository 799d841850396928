using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Experiments.Running;

/// <summary>The cells that an interrupted run has left in its folder, ready to stand beside new ones.</summary>
internal static class EarlierRun
{
    /// <summary>Done cells by id, the control arm among them; empty if the folder holds nothing yet.</summary>
    /// <exception cref="RunFolderException">The folder holds another run: its cells would not fit.</exception>
    public static IReadOnlyDictionary<string, CellRun> Read(RunFolder folder, ScenarioPlan plan, RunResults now)
    {
        if (!folder.HasResults) return new Dictionary<string, CellRun>();
        RunContents contents = folder.Read();
        RunResults before = contents.Results;
        if (contents.ScenarioYaml != plan.ResolvedYaml || before.Seed != now.Seed) throw Other(folder, "another scenario or seed");
        if ((before.Backend, before.MapEngine) != (now.Backend, now.MapEngine))
            throw Other(folder, $"--backend {before.Backend} --map-engine {before.MapEngine}");
        if (before.Environment.Commit != now.Environment.Commit)
            throw Other(folder, $"commit {before.Environment.Commit ?? "unknown"} of chaos");
        ILookup<string, FlowRecord> flows = contents.Flows.ToLookup(flow => flow.Cell);
        ILookup<string, RunEvent> events = contents.Events.ToLookup(entry => entry.Cell);
        return before.Cells.ToDictionary(
            cell => cell.Id,
            cell => new CellRun(
                cell, [.. flows[cell.Id]], [.. events[cell.Id]],
                [.. before.Invalid.Where(reason => reason.StartsWith($"{cell.Id}, repetition ", StringComparison.Ordinal))]));
    }

    private static RunFolderException Other(RunFolder folder, string what) =>
        new($"{folder.FolderPath}: holds a run of {what}, which this one cannot finish; name another folder with --out, or run it "
            + $"as it was run.");
}
