using MathNet.Numerics;

namespace Chaos.Survival.Comparing;

/// <param name="ChiSquare">The statistic.</param>
/// <param name="DegreesOfFreedom">At least 0; 0: there was nothing to compare.</param>
public readonly record struct ChiSquareTest(double ChiSquare, int DegreesOfFreedom)
{
    /// <summary>Chance of so large a statistic if there is no difference; 1 without degrees of freedom.</summary>
    public double PValue => DegreesOfFreedom == 0 ? 1 : UpperTail(ChiSquare, DegreesOfFreedom);

    /// <summary>P(X >= x), exact far out where 1 - P(X &lt; x) would be rounding noise.</summary>
    internal static double UpperTail(double chiSquare, int degreesOfFreedom) => chiSquare <= 0
        ? 1
        : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2.0, chiSquare / 2);

    /// <summary>Chance of a standard normal value at least as far from 0.</summary>
    internal static double TwoSidedNormal(double z) => UpperTail(z * z, 1);
}
