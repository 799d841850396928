using MathNet.Numerics.Distributions;

namespace Chaos.Survival.Repeating;

/// <summary>What the samples of this folder share.</summary>
internal static class Spread
{
    /// <summary>Intervals go into files that must be alike on machines whose logarithms differ in the last bit.</summary>
    private const int Decimals = 9;

    /// <summary>The smallest share that is told from none.</summary>
    public const double Smallest = 1e-9;

    public static double Rounded(double value) => Math.Round(value, Decimals);

    /// <summary>Three digits, for p-values.</summary>
    public static double Significant(double value)
    {
        double scale = Math.Pow(10, 2 - Math.Floor(Math.Log10(value)));
        return Math.Round(value * scale) / scale;
    }

    /// <summary>The unbiased sample variance; 0 for one value.</summary>
    public static double Variance(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return 0;
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }

    /// <summary>
    /// t with P(T &lt;= t) = probability, above one half. By halving on the far tail, whose distribution function stays exact however far
    /// out:
    /// with two degrees of freedom a p-value of 1e-12 lies at t = 1.4 million.
    /// </summary>
    public static double StudentQuantile(double degreesOfFreedom, double probability)
    {
        double tail = 1 - probability;
        double high = 1;
        while (StudentT.CDF(0, 1, degreesOfFreedom, -high) > tail) high *= 2;
        double low = high / 2;
        if (high == 1) low = 0;
        for (int step = 0; step < 50; step++)
        {
            double middle = (low + high) / 2;
            if (StudentT.CDF(0, 1, degreesOfFreedom, -middle) > tail) low = middle;
            else high = middle;
        }

        return high;
    }
}
