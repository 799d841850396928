namespace Chaos.Runs;

/// <summary>Everything that a run folder holds, apart from what is derived from it.</summary>
/// <param name="ScenarioYaml">The resolved scenario.</param>
/// <param name="Results">`results.json`.</param>
/// <param name="Flows">`flows.csv`, in file order.</param>
/// <param name="Events">`events.jsonl`, in file order.</param>
public sealed record RunContents(
    string ScenarioYaml, RunResults Results, IReadOnlyList<FlowRecord> Flows, IReadOnlyList<RunEvent> Events);
