namespace Chaos.Benchmarks.Cliffs;

/// <summary>Finds the size of the map at which flows begin to die, or newcomers to fail.</summary>
internal static class CliffSearch
{
    /// <summary>The onset is where more die, or fail, than the rest.</summary>
    public const double AliveAbove = 0.99;

    /// <summary>Newcomers may fail less again in a smaller map, so the search comes down in steps before it halves.</summary>
    private const double Step = 0.05, Smallest = 0.125, Largest = 3;

    /// <summary>The search ends when two sizes, one with the cliff and one without, are this close, as a part of the law.</summary>
    private const double Resolution = 0.01;

    /// <summary>The largest size in which the share is no longer above the limit, as a part of the law; 0 if there is none.</summary>
    /// <param name="cliff">The case.</param>
    /// <param name="share">Of flows that are well off in a map of so many entries.</param>
    public static double Onset(CliffCase cliff, Func<CliffCase, int, double> share)
    {
        bool IsWell(double part) => share(cliff, (int)(part * cliff.Law)) >= AliveAbove;
        double well = Largest, ill = Largest - Step;
        while (IsWell(ill))
        {
            (well, ill) = (ill, ill - Step);
            if (ill < Smallest) return 0;
        }

        while (well - ill > Resolution)
        {
            double middle = (well + ill) / 2;
            if (IsWell(middle)) well = middle;
            else ill = middle;
        }

        return ill;
    }
}
