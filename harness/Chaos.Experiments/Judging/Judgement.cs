using System.Globalization;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Judging;

/// <summary>One cell, or pair of cells, held against a claim.</summary>
/// <param name="Verdict">What came of it.</param>
/// <param name="Observed">Ready to read.</param>
/// <param name="Margin">Room to the limit; null without an estimate.</param>
/// <param name="Unsettled">True: unknown because the interval holds the limit; more repetitions may help.</param>
/// <param name="RepetitionsNeeded">How many would settle it; null where none up to <see cref="RepetitionsNeeded.Most"/> would.</param>
internal sealed record Judgement(Verdict Verdict, string Observed, double? Margin, bool Unsettled = false, int? RepetitionsNeeded = null)
{
    /// <summary>Repetitions that it rests on, where their number was not given; null: all that there are.</summary>
    public int? LookedAt { get; init; }

    /// <summary>What the runs show without any model; null for a difference or a count.</summary>
    public string? Runs { get; init; }

    /// <summary>Ids of the cell that it is about, or of the pair.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    public static Judgement Nothing { get; } = new(Verdict.Unknown, "nothing", null);

    /// <summary>A count, or the estimate of one run: taken as it is.</summary>
    public static Judgement OfPoint(IClaim claim, double value, FigureText text) =>
        new(claim.Judge(Interval.Point(value)), text.Of(value), claim.Margin(value));

    /// <summary>An estimate from several repetitions, by its interval.</summary>
    public static Judgement OfInterval(IClaim claim, RepeatedEstimate sample, FigureText text)
    {
        string estimate = text.Of(sample.Estimate);
        if (sample.IntervalAt() is not { } interval)
            return new Judgement(
                Verdict.Unknown, $"{estimate}, but only one repetition was watched to the end", claim.Margin(sample.Estimate));
        string observed = $"{estimate} (95 % interval: {text.Of(interval)})";
        Verdict verdict = claim.Judge(interval);
        bool unsettled = verdict == Verdict.Unknown;
        return new Judgement(
            verdict, observed, claim.Margin(sample.Estimate), unsettled, unsettled ? Survival.Repeating.RepetitionsNeeded.For(claim, sample)
            : null);
    }

    /// <summary>The same where repetitions go on until the claim is decided.</summary>
    public static Judgement OfLooks(IClaim claim, RepeatedEstimate sample, FigureText text)
    {
        if (Looks.Judge(claim, sample) is not { } look) return OfInterval(claim, sample, text);
        RepeatedEstimate seen = look.Seen;
        string observed = $"{text.Of(seen.Estimate)} (95 % interval for looking again and again: {text.Of(look.Interval)})";
        return new Judgement(look.Verdict, observed, claim.Margin(seen.Estimate), look.Verdict == Verdict.Unknown)
        {
            LookedAt = seen.Repetitions,
        };
    }

    /// <summary>Without a single eviction nothing has been tested: such a cell may fail, but it passes nothing.</summary>
    public Judgement WithoutPressure() =>
        Verdict == Verdict.Pass
        ? this with { Verdict = Verdict.Unknown, Observed = $"{Observed}, not under pressure", Unsettled = false } : this;

    /// <summary>The worst of several decides; what is unknown is settled when all of it is.</summary>
    public static Judgement Worst(IReadOnlyList<Judgement> all)
    {
        Judgement worst = all.OrderByDescending(one => one.Verdict).ThenBy(one => one.Margin ?? double.NegativeInfinity).First();
        string observed = all.Count == 1 ? worst.Observed : string.Create(
            CultureInfo.InvariantCulture, $"{worst.Observed} at worst, in {all.Count} cells");
        Judgement[] open = [.. all.Where(one => one.Verdict == Verdict.Unknown)];
        if (worst.Verdict != Verdict.Unknown || open.Any(one => !one.Unsettled || one.LookedAt is not null))
            return worst with { Observed = observed, RepetitionsNeeded = null };
        int? needed = open.Any(one => one.RepetitionsNeeded is null) ? null : open.Max(one => one.RepetitionsNeeded);
        string advice = needed is { } enough
            ? string.Create(CultureInfo.InvariantCulture, $"{enough} repetitions would decide it")
            : string.Create(CultureInfo.InvariantCulture,
                $"not even {Survival.Repeating.RepetitionsNeeded.Most} repetitions would decide it: the limit is too near the estimate");
        return worst with { Observed = $"{observed}; {advice}", RepetitionsNeeded = needed };
    }
}
