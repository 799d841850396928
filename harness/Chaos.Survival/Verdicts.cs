namespace Chaos.Survival;

/// <summary>How verdicts add up.</summary>
public static class Verdicts
{
    /// <summary>Fail &gt; unknown &gt; pass; nothing to judge is a pass.</summary>
    public static Verdict Combine(IEnumerable<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return verdicts.Aggregate(Verdict.Pass, (worst, next) => next > worst ? next : worst);
    }
}
