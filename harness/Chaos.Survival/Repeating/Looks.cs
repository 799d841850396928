namespace Chaos.Survival.Repeating;

/// <summary>
/// Repeating until a claim is decided, with an error that holds although one looks again and again: looks at fixed numbers of repetitions,
/// each by an interval of its own level. The errors of all looks add up to 5 %, so the chance that any of them misses the truth is at most
/// that, however they depend on each other (Bonferroni's inequality); earlier looks have more of it. A claim stays as it was first decided.
/// Source: K. K. G. Lan, D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983) 659-663.
/// </summary>
public static class Looks
{
    /// <summary>Repetitions at each look; the last one is the most that a scenario may ask for.</summary>
    public static IReadOnlyList<int> Counts { get; } = [3, 5, 8, 13, 20, 32, 50, 100, 300, RepetitionsNeeded.Most];

    /// <summary>Look k, from 1, has a part of the error that is proportional to 1 / (k + 1).</summary>
    private static readonly double Sum = Enumerable.Range(1, Counts.Count).Sum(look => 1.0 / (look + 1));

    /// <summary>Of the interval at a look.</summary>
    /// <param name="look">From 0.</param>
    public static double LevelAt(int look) => 1 - ((1 - Interval.UsualLevel) / (look + 2) / Sum);

    /// <summary>Of the interval with so many repetitions: that of the last look that they reach.</summary>
    public static double LevelOf(int repetitions) => LevelAt(Math.Max(0, LastOf(repetitions)));

    /// <summary>The last look that so many repetitions reach; -1: none.</summary>
    public static int LastOf(int repetitions)
    {
        int look = Counts.Count - 1;
        while (look >= 0 && Counts[look] > repetitions) look--;
        return look;
    }

    /// <summary>The next number of repetitions; null after the last.</summary>
    public static int? After(int repetitions)
    {
        int next = LastOf(repetitions) + 1;
        return next < Counts.Count ? Counts[next] : null;
    }

    /// <summary>What was seen at the first look that decides, or at the last one that there was.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="seen">All repetitions.</param>
    /// <returns>Null where there are too few repetitions for a look.</returns>
    public static LookResult? Judge(IClaim claim, RepeatedEstimate seen)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(seen);
        LookResult? result = null;
        for (int look = 0; look <= LastOf(seen.Repetitions) && result is not { Verdict: not Verdict.Unknown }; look++)
        {
            RepeatedEstimate first = seen.First(Counts[look]);
            Interval interval = first.IntervalAt(LevelAt(look))!.Value;
            result = new LookResult(claim.Judge(interval), first, interval);
        }

        return result;
    }
}

/// <param name="Verdict">Of the claim.</param>
/// <param name="Seen">The repetitions that were looked at.</param>
/// <param name="Interval">Of the look's level.</param>
public readonly record struct LookResult(Verdict Verdict, RepeatedEstimate Seen, Interval Interval);
