using Chaos.Survival;

namespace Chaos.Experiments.Sizing;

/// <summary>What is to be met, and what may be changed for it.</summary>
/// <param name="Survival">Of watched flows.</param>
/// <param name="Newcomers">Of short flows that fail; null: any share.</param>
/// <param name="Group">A flow group, whose survival counts alone; null: all flows.</param>
/// <param name="Axis">A path with an ordered value, or a short name: `mapSize`, `flows.api.clientEvery`, `pressure.dns.rate`.</param>
/// <param name="Variants">One answer for each; empty: those of the scenario.</param>
public sealed record SizingRequest(
    SizingTarget Survival, SizingTarget? Newcomers, string? Group, string Axis, IReadOnlyList<string> Variants);

/// <param name="Bound">On a share.</param>
/// <param name="Text">As written: `>= 99.9%`.</param>
public sealed record SizingTarget(Bound Bound, string Text);
