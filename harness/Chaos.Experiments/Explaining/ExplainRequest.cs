namespace Chaos.Experiments.Explaining;

/// <summary>Which flow of a run is to be explained.</summary>
/// <param name="Flow">GROUP-N.</param>
/// <param name="Only">`axis=value`, until one cell is left; without it, the first cell in which the flow died.</param>
/// <param name="Repetition">From 1; null: the first in which it died.</param>
/// <param name="Instead">`path=value`: the same flow and seed under this value too; null: as it ran.</param>
public sealed record ExplainRequest(string Flow, IReadOnlyList<string> Only, int? Repetition = null, string? Instead = null);
