namespace Chaos.Experiments.Running;

/// <summary>How far one repetition of a cell is.</summary>
/// <param name="Seconds">Of its own clock: virtual time in the simulation.</param>
/// <param name="OfSeconds">How many it will take, about.</param>
/// <param name="PacketsPerSecond">Of real time, since the last such moment; 0 where nobody counts them.</param>
/// <param name="SecondsLeft">Of real time, if it goes on as it did.</param>
public readonly record struct RunMoment(double Seconds, double OfSeconds, double PacketsPerSecond, double SecondsLeft);
