namespace Chaos.Survival;

/// <summary>How one flow ended: dead at a time, or last seen alive at it (censored).</summary>
/// <param name="TimeSeconds">From t = 0; a time before it counts as 0. Not NaN.</param>
/// <param name="Died">False: alive when the observation ended.</param>
public readonly record struct Observation(double TimeSeconds, bool Died);
