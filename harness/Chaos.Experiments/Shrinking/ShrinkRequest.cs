using Chaos.Experiments.Explaining;

namespace Chaos.Experiments.Shrinking;

/// <summary>What a smaller scenario is to show: the death of a flow, or an expectation that fails.</summary>
/// <param name="Death">Which flow; null: the expectation.</param>
/// <param name="Expectation">Its place in `expect`, from 1; null: the death.</param>
/// <param name="Budget">Real time for the search.</param>
public sealed record ShrinkRequest(ExplainRequest? Death, int? Expectation, TimeSpan Budget);
