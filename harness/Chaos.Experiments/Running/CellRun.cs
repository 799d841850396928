using Chaos.Runs;

namespace Chaos.Experiments.Running;

/// <summary>A cell that is done.</summary>
/// <param name="Result">For results.json.</param>
/// <param name="Flows">For flows.csv, repetition by repetition.</param>
/// <param name="Events">For events.jsonl.</param>
/// <param name="Invalidations">Why the cell is invalid; empty if it is valid.</param>
internal sealed record CellRun(
    CellResult Result, IReadOnlyList<FlowRecord> Flows, IReadOnlyList<RunEvent> Events, IReadOnlyList<string> Invalidations)
{
    /// <summary>For table.csv.</summary>
    public IReadOnlyList<TableSample> Table { get; init; } = [];
}
