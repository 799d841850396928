namespace Chaos.Harness.Planning;

/// <summary>Between the scenario's time spans and the integer nanoseconds in which everything runs.</summary>
internal static class Nanoseconds
{
    public static long Of(TimeSpan span) => span.Ticks * (1_000_000_000 / TimeSpan.TicksPerSecond);
}
