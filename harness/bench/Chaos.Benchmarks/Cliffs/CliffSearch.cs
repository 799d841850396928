namespace Chaos.Benchmarks.Cliffs;

/// <summary>Finds the size of the map at which flows begin to die.</summary>
internal static class CliffSearch
{
    /// <summary>The onset is where more flows die than the rest.</summary>
    public const double AliveAbove = 0.99;

    /// <summary>The search ends when two sizes, one with the cliff and one without, are this close, as a part of the law.</summary>
    private const double Resolution = 0.01;

    /// <summary>The largest size with dead flows, as a part of the law; 0 if none die even at an eighth of it.</summary>
    public static double Onset(CliffCase cliff)
    {
        double dead = 0.125, alive = 2;
        if (cliff.Survival((int)(dead * cliff.Law)) >= AliveAbove) return 0;
        while (alive - dead > Resolution)
        {
            double middle = (alive + dead) / 2;
            if (cliff.Survival((int)(middle * cliff.Law)) >= AliveAbove) alive = middle;
            else dead = middle;
        }

        return dead;
    }
}
