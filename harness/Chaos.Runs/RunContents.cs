namespace Chaos.Runs;

/// <summary>Everything that a run folder holds, apart from what is derived from it.</summary>
/// <param name="ScenarioYaml">The resolved scenario.</param>
/// <param name="Results">`results.json`.</param>
/// <param name="Flows">`flows.csv`, in file order.</param>
/// <param name="Events">`events.jsonl`, in file order.</param>
public sealed record RunContents(
    string ScenarioYaml, RunResults Results, IReadOnlyList<FlowRecord> Flows, IReadOnlyList<RunEvent> Events)
{
    /// <summary>`table.csv`, in file order; empty where no target reports its table, and in runs of before it was kept.</summary>
    public IReadOnlyList<TableSample> Table { get; init; } = [];

    /// <summary>What a reader has to know before all else, a sentence each; not kept in the folder.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Files under `attachments/`, as paths from the run folder with `/`, in order.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];
}
