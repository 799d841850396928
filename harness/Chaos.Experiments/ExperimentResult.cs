using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;

namespace Chaos.Experiments;

/// <summary>What an experiment found: the contents of its run folder, and the folder, where one was asked for.</summary>
/// <param name="Contents">
/// Results, flows and events. With a folder, the events are those that its report shows; events.jsonl has all.
/// </param>
/// <param name="Folder">With its reports written; null: nothing was written.</param>
/// <param name="Plan">The cells that ran, and what is expected of them.</param>
public sealed record ExperimentResult(RunContents Contents, RunFolder? Folder, ScenarioPlan Plan)
{
    public Verdict Verdict => Contents.Results.Verdict;

    public RunResults Results => Contents.Results;

    /// <summary>One record for each watched flow of each repetition.</summary>
    public IReadOnlyList<FlowRecord> Flows => Contents.Flows;
}
