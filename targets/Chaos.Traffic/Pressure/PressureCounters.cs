namespace Chaos.Traffic.Pressure;

/// <summary>Outcomes of the short flows of one client.</summary>
public sealed class PressureCounters
{
    public long Started { get; internal set; }

    /// <summary>All exchanges are complete.</summary>
    public long Completed { get; internal set; }

    /// <summary>No answer in time, reset, closed, or refused.</summary>
    public long Failed { get; internal set; }

    /// <summary>Not started, because no source port was free.</summary>
    public long Skipped { get; internal set; }
}
