namespace Chaos.Survival;

/// <summary>How verdicts add up.</summary>
public static class Verdicts
{
    /// <summary>Fail &gt; unknown &gt; pass &gt; none.</summary>
    public static Verdict Combine(IEnumerable<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return verdicts.Aggregate(Verdict.None, (worst, next) => next > worst ? next : worst);
    }
}
