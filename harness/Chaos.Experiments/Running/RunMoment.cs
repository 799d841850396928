namespace Chaos.Experiments.Running;

/// <summary>How far one repetition of a cell is.</summary>
/// <param name="Seconds">Of its own clock: virtual time in the simulation.</param>
/// <param name="OfSeconds">How many it will take, about.</param>
/// <param name="PacketsPerSecond">Of real time, since the last such moment; 0 where nobody counts them.</param>
/// <param name="SecondsLeft">Of real time, if it goes on as it did.</param>
public readonly record struct RunMoment(double Seconds, double OfSeconds, double PacketsPerSecond, double SecondsLeft)
{
    /// <summary>Watched flows that are alive, of all: 0 to 1.</summary>
    public double Alive { get; init; }

    /// <summary>Entries in the table of those that it has room for, when it was last looked at; null: nobody has.</summary>
    public double? Fill { get; init; }
}
