namespace Chaos.Survival;

/// <summary>One column of a risk table.</summary>
/// <param name="AtRisk">Alive and watched just before the time.</param>
/// <param name="Died">Deaths up to and including the time.</param>
/// <param name="Censored">Observations that ended alive up to and including the time.</param>
public readonly record struct RiskCount(int AtRisk, int Died, int Censored);
