using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>How the starts of short flows lie in time: at an even rate, ramped, in bursts, or both.</summary>
/// <remarks>
/// Flow n starts at a moment that depends on n alone, so that clients share a rate without talking to each other, in either world. Counted
/// from the
/// moment at which pressure begins, warm-up included.
/// </remarks>
/// <param name="FlowsPerThousandSeconds">New flows at the beginning, over all clients.</param>
public readonly record struct RateShape(long FlowsPerThousandSeconds)
{
    private const double ThousandSeconds = 1e12;

    /// <summary>An even rate, rounded to a thousandth of a flow per second.</summary>
    public static RateShape PerSecond(double flows) => new(PerThousandSeconds(flows));

    /// <summary>A rate as this type counts it.</summary>
    public static long PerThousandSeconds(double flowsPerSecond) => (long)Math.Round(flowsPerSecond * 1000);

    /// <summary>The highest rate that it reaches, without bursts, in flows per second.</summary>
    [JsonIgnore]
    public double HighestPerSecond => Math.Max(FlowsPerThousandSeconds, RampTo) / 1000.0;

    /// <summary>The rate at the end of the ramp, kept from there on; 0 is no ramp.</summary>
    public long RampTo { get; init; }

    /// <summary>Nanoseconds from the one rate to the other, in a straight line.</summary>
    public long RampOver { get; init; }

    /// <summary>Nanoseconds from one burst to the next; 0 is no bursts.</summary>
    public long BurstEvery { get; init; }

    /// <summary>All flows of a period start, evenly, within this time at its beginning; the mean rate stays what it is.</summary>
    public long BurstLength { get; init; }

    /// <summary>When flow <paramref name="number"/> (from 0) starts, in nanoseconds after pressure began.</summary>
    public long StartOf(long number) => IntoBurst(RampTo == 0 ? Evenly(number, FlowsPerThousandSeconds) : Ramped(number));

    /// <summary>Flows that have started <paramref name="time"/> nanoseconds after pressure began, were there no bursts.</summary>
    public double StartedBy(double time)
    {
        if (RampTo == 0) return FlowsPerThousandSeconds * time / ThousandSeconds;
        double ramping = Math.Min(time, RampOver);
        double slope = (double)(RampTo - FlowsPerThousandSeconds) / RampOver;
        return (ramping * (FlowsPerThousandSeconds + slope * ramping / 2) + RampTo * (time - ramping)) / ThousandSeconds;
    }

    private static long Evenly(long number, long flowsPerThousandSeconds) =>
        (long)((Int128)number * 1_000_000_000_000 / flowsPerThousandSeconds);

    /// <summary>
    /// The inverse of the flows started by then, r t + s t^2 / 2: t = 2 n / (r + sqrt(r^2 + 2 s n)), which loses no digits for small s. The
    /// four operations and the root are rounded the same on every machine (IEEE 754).
    /// </summary>
    private long Ramped(long number)
    {
        // Twice what the ramp leaves to start, in flows times 10^12, so that nothing is lost to rounding.
        Int128 behindRamp = ((Int128)number * 2_000_000_000_000) - ((Int128)(FlowsPerThousandSeconds + RampTo) * RampOver);
        if (behindRamp >= 0) return RampOver + (long)(behindRamp / (2 * RampTo));
        double rate = FlowsPerThousandSeconds / ThousandSeconds;
        double slope = (RampTo - FlowsPerThousandSeconds) / ThousandSeconds / RampOver;
        double root = Math.Sqrt(Math.Max(0, (rate * rate) + (2 * slope * number)));
        return Math.Min(RampOver, (long)(2 * number / (rate + root)));
    }

    private long IntoBurst(long time)
    {
        if (BurstEvery == 0) return time;
        (long period, long within) = Math.DivRem(time, BurstEvery);
        return (period * BurstEvery) + (long)((Int128)within * BurstLength / BurstEvery);
    }
}
