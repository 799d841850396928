using Chaos.Runs;
using Chaos.Core;

namespace Chaos.Survival.Tests;

/// <summary>
/// Do 95 % intervals hold the truth in at least 93 of 100 experiments, and in 90 where correlated flows make it as hard as can be? On the
/// code that verdicts use:
/// <see cref="ShareEstimate.Sample(long)"/> and <see cref="ShareEstimate.DifferenceTo"/>, which the expectation judge and the cell
/// summary call.
/// </summary>
public sealed class CoverageTests
{
    private const int Experiments = 1000;
    private const double Promised = 0.93, PromisedOfDifferences = 0.9;

    /// <summary>True survival, and the survival that it is compared with besides its own.</summary>
    private static readonly (double Survival, double Other)[] Truths = [(0.5, 0.999), (0.9, 0.5), (0.999, 0.9)];

    private static readonly int[] Repetitions = [3, 5, 10, 30];

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void Intervals_of_survival_hold_the_truth(double correlation)
    {
        CorrelatedFlows flows = new(correlation, 200);
        AssertAll(Promised, $"survival, correlation {correlation}", (truth, repetitions) => Coverage("survival", (ref random) =>
            flows.Draw(ref random, truth.Survival, repetitions)
                .Sample(repetitions * flows.FlowsPerRepetition)!.IntervalAt()!.Value.Contains(truth.Survival)));
    }

    [Theory]
    [InlineData(0.02, true)]
    [InlineData(0.1, false)]
    [InlineData(0.2, true)]
    public void Intervals_of_differences_hold_the_truth(double correlation, bool pairedBySeed)
    {
        CorrelatedFlows flows = new(correlation, 200);
        string what = $"differences, correlation {correlation}";
        AssertAll(PromisedOfDifferences, what, (truth, repetitions) => Coverage("difference", (ref random) =>
            HoldsDifference(flows, ref random, truth.Survival, truth.Other, repetitions, pairedBySeed)));
    }

    [Fact]
    public void Intervals_of_no_difference_hold_zero()
    {
        CorrelatedFlows flows = new(0.1, 200);
        AssertAll(PromisedOfDifferences, "no difference", (truth, repetitions) => Coverage("no difference", (ref random) =>
            HoldsDifference(flows, ref random, truth.Survival, truth.Survival, repetitions, pairedBySeed: false)));
    }

    [Fact]
    public void The_interval_of_pooled_flows_fails_this_test() => AssertFails(
        0.1, (0.9, 0), 10, 0.6, (estimate, flows, truth) => OtherMethods.PooledFlows(estimate, flows).Contains(truth));

    [Fact]
    public void The_plain_bootstrap_fails_this_test() => AssertFails(
        0.1, (0.9, 0), 3, 0.85, (estimate, _, truth) => OtherMethods.Bootstrap(estimate).Contains(truth));

    [Fact]
    public void Korn_and_Graubard_without_unseen_correlation_fails_this_test() => AssertFails(
        0.1, (0.999, 0), 30, 0.7, (estimate, flows, truth) => OtherMethods.PlainKornGraubard(estimate, flows).Contains(truth));

    [Fact]
    public void Students_t_on_the_differences_fails_this_test()
    {
        CorrelatedFlows flows = new(0.2, 200);
        double coverage = Coverage("t", (ref random) => OtherMethods
            .StudentOfDifferences(flows.Draw(ref random, 0.999, 5), flows.Draw(ref random, 0.9, 5)).Contains(0.999 - 0.9));

        Assert.InRange(coverage, 0, 0.9);
    }

    private static bool HoldsDifference(
        CorrelatedFlows flows, ref RandomStream random, double first, double second, int repetitions, bool pairedBySeed)
    {
        RandomStream again = random;
        SurvivalEstimate one = flows.Draw(ref random, first, repetitions);
        SurvivalEstimate two = pairedBySeed ? flows.Draw(ref again, second, repetitions) : flows.Draw(ref random, second, repetitions);
        int total = repetitions * flows.FlowsPerRepetition;
        return one.DifferenceTo(total, two, total)!.IntervalAt()!.Value.Contains(first - second);
    }

    private static void AssertAll(double promised, string what, Func<(double Survival, double Other), int, double> coverage)
    {
        IEnumerable<((double Survival, double Other) truth, int repetitions)> cases =
            from truth in Truths from repetitions in Repetitions select (truth, repetitions);
        string[] shown = [.. cases.AsParallel().AsOrdered().Select(one =>
        {
            double covered = coverage(one.truth, one.repetitions);
            return $"{(covered < promised ? "FAILS " : "")}survival {one.truth.Survival}, {one.repetitions} repetitions: {covered:0.000}";
        })];
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}\n{string.Join('\n', shown)}");
        Assert.DoesNotContain(shown, line => line.StartsWith("FAILS", StringComparison.Ordinal));
    }

    private static void AssertFails(
        double correlation, (double Survival, double) truth, int repetitions, double most, Func<SurvivalEstimate, int, double, bool> holds)
    {
        CorrelatedFlows flows = new(correlation, 200);
        double coverage = Coverage("other", (ref random) =>
            holds(flows.Draw(ref random, truth.Survival, repetitions), repetitions * flows.FlowsPerRepetition, truth.Survival));
        TestContext.Current.TestOutputHelper!.WriteLine($"coverage {coverage:0.000}");

        Assert.InRange(coverage, 0, most);
    }

    private static double Coverage(string purpose, Experiment holds)
    {
        RandomStream random = new(20, purpose);
        int held = 0;
        for (int experiment = 0; experiment < Experiments; experiment++) held += holds(ref random) ? 1 : 0;
        return (double)held / Experiments;
    }

    private delegate bool Experiment(ref RandomStream random);
}
