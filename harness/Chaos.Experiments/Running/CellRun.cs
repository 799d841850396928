using Chaos.Runs;

namespace Chaos.Experiments.Running;

/// <summary>A cell that is done.</summary>
/// <param name="Result">For results.json.</param>
/// <param name="Rows">Of each repetition, in order.</param>
/// <param name="Invalidations">Why the cell is invalid; empty if it is valid.</param>
internal sealed record CellRun(CellResult Result, IReadOnlyList<IRepetitionRows> Rows, IReadOnlyList<string> Invalidations);
