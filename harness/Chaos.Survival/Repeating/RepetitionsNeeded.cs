namespace Chaos.Survival.Repeating;

/// <summary>How often a cell would have to be repeated to settle a claim, should the estimate and the spread stay what they are.</summary>
public static class RepetitionsNeeded
{
    /// <summary>As many as a scenario may ask for: more is no advice.</summary>
    public const int Most = 1000;

    /// <summary>The fewest repetitions, more than there were, with which the claim is no longer unknown.</summary>
    /// <returns>Null: none up to <see cref="Most"/>, because the estimate lies on the limit, or the limit at the end of the
    /// scale.</returns>
    public static int? For(IClaim claim, RepeatedEstimate seen)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(seen);
        bool Settles(int repetitions) =>
            seen.Repeated(repetitions).IntervalAt() is { } interval && claim.Judge(interval) != Verdict.Unknown;

        int enough = Math.Max(seen.Repetitions + 1, RepeatedEstimate.FewestRepetitions);
        if (enough > Most) return null;
        while (!Settles(enough))
        {
            if (enough == Most) return null;
            enough = Math.Min(Most, enough * 2);
        }

        // The interval narrows with every repetition, so everything below the fewest is unknown.
        int low = seen.Repetitions;
        while (enough - low > 1)
        {
            int middle = low + ((enough - low) / 2);
            if (Settles(middle)) enough = middle;
            else low = middle;
        }

        return enough;
    }
}
