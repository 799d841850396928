namespace Chaos.Linux;

/// <summary>
/// CLOCK_MONOTONIC in nanoseconds, counted from the epoch of the run. On Linux the system's <see cref="TimeProvider"/>
/// reads exactly that clock, and all containers of one machine share it.
/// </summary>
public sealed class RunClock(TimeProvider time)
{
    private readonly long nanosecondsPerTick = 1_000_000_000 / time.TimestampFrequency;

    /// <summary>In nanoseconds of the raw clock; 0 until the run begins.</summary>
    public long EpochNanoseconds { get; set; }

    public long RawNanoseconds => time.GetTimestamp() * nanosecondsPerTick;

    /// <summary>Nanoseconds since the epoch; negative before it.</summary>
    public long Now => RawNanoseconds - EpochNanoseconds;
}
