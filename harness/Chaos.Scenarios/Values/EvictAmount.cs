namespace Chaos.Scenarios.Values;

/// <summary>Either a count or a share; exactly one is set.</summary>
/// <param name="Count">Mappings.</param>
/// <param name="Share">0 to 1 of what could be chosen.</param>
internal readonly record struct EvictAmount(int? Count, double? Share);
