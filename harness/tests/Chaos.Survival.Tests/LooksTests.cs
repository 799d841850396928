using System.Globalization;
using Chaos.Core;
using Chaos.Survival.Repeating;

namespace Chaos.Survival.Tests;

/// <summary>Looking again and again: how often a decision is wrong, and what it saves.</summary>
public sealed class LooksTests
{
    private const int Experiments = 2000;
    private const int Flows = 200;

    /// <summary>Looks beyond it take long to simulate; to stop earlier adds no error.</summary>
    private const int Most = 50;

    [Theory]
    // At the boundary: whatever is decided is wrong, of two claims that meet there.
    [InlineData(0.9, 0.9, 0.02)]
    [InlineData(0.9, 0.9, 0.2)]
    [InlineData(0.5, 0.5, 0.1)]
    [InlineData(0.99, 0.99, 0.1)]
    // Just above, or below.
    [InlineData(0.91, 0.9, 0.02)]
    [InlineData(0.92, 0.9, 0.1)]
    [InlineData(0.48, 0.5, 0.05)]
    [InlineData(0.992, 0.99, 0.05)]
    // Far.
    [InlineData(0.99, 0.9, 0.1)]
    [InlineData(0.7, 0.9, 0.1)]
    [InlineData(0.2, 0.5, 0.2)]
    [InlineData(0.9, 0.99, 0.2)]
    public void At_most_one_decision_in_twenty_is_wrong_under_peeking(double truth, double limit, double correlation)
    {
        CorrelatedFlows flows = new(correlation, Flows);
        (int Repetitions, bool Decided, bool Wrong, bool FixedDecided)[] all = [
            .. Enumerable.Range(0, Experiments).AsParallel().AsOrdered().Select(experiment => Run(flows, truth, limit, experiment))];
        double wrong = all.Count(one => one.Wrong) / (double)Experiments;
        double used = all.Average(one => one.Repetitions);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {truth} | {limit} | {correlation} | {wrong:0.0%} | {used:0.0} | {all.Count(one => one.Decided) / (double)Experiments:0%} | "
                + $"{all.Count(one => one.FixedDecided) / (double)Experiments:0%} | {1 - (used / 30):0%} |"));

        Assert.InRange(wrong, 0, 0.05);
    }

    [Fact]
    public void The_errors_of_all_looks_add_up_to_five_percent()
    {
        Assert.Equal(0.05, Enumerable.Range(0, Looks.Counts.Count).Sum(look => 1 - Looks.LevelAt(look)), 12);
        Assert.Equal(Looks.LevelAt(3), Looks.LevelOf(Looks.Counts[3]));
        Assert.Equal(Looks.Counts[4], Looks.After(Looks.Counts[3]));
        Assert.Null(Looks.After(Looks.Counts[^1]));
    }

    [Fact]
    public void A_claim_stays_as_it_was_first_decided()
    {
        double[] shares = [.. Enumerable.Repeat(0.2, 5), .. Enumerable.Repeat(1.0, 27)];
        ShareSample sample = new(shares.Average(), shares, Flows);

        LookResult look = Looks.Judge(new Bound(BoundKind.AtLeast, 0.6), sample)!.Value;

        Assert.Equal((Verdict.Fail, 0.2), (look.Verdict, Math.Round(look.Seen.Estimate, 12)));
        Assert.Null(Looks.Judge(new Bound(BoundKind.AtLeast, 0.6), sample.First(2)));
    }

    /// <summary>Repeats until the claim "at least the limit" is decided. On the limit either decision counts as wrong.</summary>
    private static (int Repetitions, bool Decided, bool Wrong, bool FixedDecided) Run(
        CorrelatedFlows flows, double truth, double limit, int experiment)
    {
        RandomStream random = new((ulong)experiment, "looks");
        double[] shares = [.. flows.Draw(ref random, truth, Most).ByRepetition!.Select(share => share!.Value)];
        ShareSample all = new(shares.Average(), shares, Flows);
        LookResult look = Looks.Judge(new Bound(BoundKind.AtLeast, limit), all)!.Value;
        Verdict right = truth == limit ? Verdict.None : truth > limit ? Verdict.Pass : Verdict.Fail;
        Verdict usual = new Bound(BoundKind.AtLeast, limit).Judge(all.First(30).IntervalAt()!.Value);
        bool decided = look.Verdict != Verdict.Unknown;
        return (look.Seen.Repetitions, decided, decided && look.Verdict != right, usual != Verdict.Unknown);
    }
}
