using Chaos.Core;
using Chaos.Survival.Repeating;

namespace Chaos.Benchmarks.Coverage;

/// <summary>
/// How often a 95 % interval from a few repetitions holds the mean of all repetitions of a cell: experiments are drawn from its
/// repetitions,
/// with replacement.
/// </summary>
internal static class Resampling
{
    /// <summary>Of the interval of a share.</summary>
    /// <param name="shares">Of all repetitions.</param>
    /// <param name="flows">Flows behind each.</param>
    /// <param name="repetitions">Of an experiment.</param>
    /// <param name="experiments">How many are drawn.</param>
    public static double OfShare(double[] shares, double flows, int repetitions, int experiments)
    {
        double truth = shares.Average();
        return Held(shares.Length, repetitions, experiments, picked => Sample(shares, picked, flows), truth);
    }

    /// <summary>The same of newcomers that fail.</summary>
    public static double OfNewcomers(double[] failed, double decided, int repetitions, int experiments) => Held(
        failed.Length, repetitions, experiments, picked => Sample(failed, picked, decided, ShareSample.OfNewcomers), failed.Average());

    /// <summary>Of the interval of a difference between two cells of which repetitions belong together by seed.</summary>
    public static double OfDifference(double[] first, double[] second, double flows, int repetitions, int experiments) => Held(
        first.Length, repetitions, experiments,
        picked => new DifferenceSample(Sample(first, picked, flows), Sample(second, picked, flows)), first.Average() - second.Average());

    private static ShareSample Sample(double[] shares, int[] picked, double flows) =>
        Sample(shares, picked, flows, (estimate, drawn, each) => new ShareSample(estimate, drawn, each));

    private static ShareSample Sample(
        double[] shares, int[] picked, double flows, Func<double, IReadOnlyList<double>, double, ShareSample> make)
    {
        double[] drawn = Array.ConvertAll(picked, index => shares[index]);
        return make(drawn.Average(), drawn, flows);
    }

    private static double Held(
        int population, int repetitions, int experiments, Func<int[], RepeatedEstimate> draw, double truth)
    {
        RandomStream random = new(23, "coverage");
        int held = 0;
        int[] picked = new int[repetitions];
        for (int experiment = 0; experiment < experiments; experiment++)
        {
            for (int pick = 0; pick < repetitions; pick++) picked[pick] = (int)random.NextBelow(population);
            // The truth is a mean of floating-point numbers: an interval that ends at 0 or 1 holds it within rounding.
            Survival.Interval interval = draw(picked).IntervalAt()!.Value;
            if (interval.Lower - 1e-9 <= truth && truth <= interval.Upper + 1e-9) held++;
        }

        return (double)held / experiments;
    }
}
