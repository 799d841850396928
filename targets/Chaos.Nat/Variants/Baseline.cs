namespace Chaos.Nat.Variants;

/// <summary>`baseline`: each half is looked up by its own direction and nothing else. Cilium before 1.17.</summary>
public readonly struct Baseline : ISnatVariant;
