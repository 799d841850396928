namespace Chaos.Model;

/// <summary>How a watched connection lost one half.</summary>
/// <param name="AtNanoseconds">When.</param>
/// <param name="Rule">Why.</param>
/// <param name="By">The connection whose insert asked for the room; null if no insert did.</param>
/// <param name="ByFlow">The same as a watched flow, or -1.</param>
public readonly record struct EntryLoss(long AtNanoseconds, LossRule Rule, FiveTuple? By = null, int ByFlow = -1);
