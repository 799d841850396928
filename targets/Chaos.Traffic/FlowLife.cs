using Chaos.Model;

namespace Chaos.Traffic;

/// <summary>The first life of one watched flow; a time is null if the event did not happen.</summary>
public readonly record struct FlowLife(long? OpenedAt, long? RefusedAt, long? DiedAt, DeathCause Cause, int Moves);
