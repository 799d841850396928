namespace Chaos.Survival.Repeating;

/// <summary>A burst that none of the repetitions may have shown: so many flows are lost at once in a rare repetition.</summary>
/// <param name="MostPart">Of the flows of a repetition.</param>
/// <param name="MostFlows">At most.</param>
internal readonly record struct Burst(double MostPart, double MostFlows)
{
    /// <summary>
    /// A refill of the map that finds nothing unmarked but newcomers loses 30 to 80 of them at once, where it was measured with 5,400.
    /// </summary>
    public static readonly Burst OfNewcomers = new(0.01, 48);

    /// <summary>The share of all flows that such bursts may take without having been seen.</summary>
    /// <param name="repetitions">None of which shows one: with a chance of 1 - level of them all, one in so many has one.</param>
    /// <param name="flows">Of a repetition.</param>
    /// <param name="level">Of the interval.</param>
    public double Share(int repetitions, double flows, double level) =>
        Math.Min(MostPart * flows, MostFlows) / flows * (1 - Math.Pow(1 - level, 1.0 / repetitions));
}
