namespace Chaos.Survival;

/// <summary>One time at which something was observed: deaths, ends of observation, or both.</summary>
/// <param name="TimeSeconds">From t = 0, never negative.</param>
/// <param name="AtRisk">Flows alive and watched just before this time.</param>
/// <param name="Died">Deaths at this time.</param>
/// <param name="Censored">Flows last seen alive at this time; they were at risk for the deaths of the same time.</param>
/// <param name="Survival">The estimate from this time on until the next step, 0 to 1.</param>
/// <param name="GreenwoodSum">Sum over death times up to this one of d / (n (n - d)); infinite once the curve is 0. See
/// <see cref="Greenwood"/>.</param>
public readonly record struct CurveStep(double TimeSeconds, int AtRisk, int Died, int Censored, double Survival, double GreenwoodSum);
