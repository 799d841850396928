namespace Chaos.Model;

/// <summary>Between the time spans that people write and the integer nanoseconds in which everything runs.</summary>
public static class Nanoseconds
{
    public static long Of(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Rounded down to a tick.</summary>
    public static TimeSpan ToSpan(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
