using Chaos.Runs;
using Chaos.Core;
using MathNet.Numerics.Distributions;

namespace Chaos.Survival.Tests;

/// <summary>What one might use instead, to show why we do not.</summary>
internal static class OtherMethods
{
    private const double Tail = 0.025;

    /// <summary>Clopper and Pearson's interval as if all flows were independent.</summary>
    public static Interval PooledFlows(SurvivalEstimate estimate, int flows) => ClopperPearson(estimate.Estimate!.Value, flows);

    /// <summary>Percentiles of the mean of repetitions drawn again with replacement.</summary>
    public static Interval Bootstrap(SurvivalEstimate estimate)
    {
        const int draws = 400;
        RandomStream random = new(1, "bootstrap");
        double?[] shares = [.. estimate.ByRepetition!];
        double[] means = new double[draws];
        for (int draw = 0; draw < draws; draw++)
            for (int pick = 0; pick < shares.Length; pick++) means[draw] += shares[random.NextBelow(shares.Length)]!.Value / shares.Length;

        Array.Sort(means);
        return new Interval(means[(int)(Tail * draws)], means[(int)((1 - Tail) * draws)]);
    }

    /// <summary>Korn and Graubard (1998) as published, the effective sample cut to the real one.</summary>
    public static Interval PlainKornGraubard(SurvivalEstimate estimate, int flows)
    {
        double[] shares = [.. estimate.ByRepetition!.OfType<double>()];
        double mean = shares.Average();
        double variance = shares.Sum(share => (share - mean) * (share - mean)) / (shares.Length - 1) / shares.Length;
        double effective = variance > 0 ? Math.Min(flows, mean * (1 - mean) / variance) : flows;
        double ratio = StudentT.InvCDF(0, 1, flows - 1, 1 - Tail) / StudentT.InvCDF(0, 1, shares.Length - 1, 1 - Tail);
        return ClopperPearson(mean, effective * ratio * ratio);
    }

    public static Interval StudentOfDifferences(SurvivalEstimate first, SurvivalEstimate second)
    {
        double[] differences = [.. first.ByRepetition!.Zip(second.ByRepetition!, (one, two) => one!.Value - two!.Value)];
        double mean = differences.Average();
        double variance = differences.Sum(one => (one - mean) * (one - mean)) / (differences.Length - 1) / differences.Length;
        double width = StudentT.InvCDF(0, 1, differences.Length - 1, 1 - Tail) * Math.Sqrt(variance);
        return new Interval(mean - width, mean + width);
    }

    private static Interval ClopperPearson(double share, double flows) => new(
        share <= 0 ? 0 : Beta.InvCDF(share * flows, (flows * (1 - share)) + 1, Tail),
        share >= 1 ? 1 : Beta.InvCDF((share * flows) + 1, flows * (1 - share), 1 - Tail));
}
