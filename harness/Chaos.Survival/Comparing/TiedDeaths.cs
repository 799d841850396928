namespace Chaos.Survival.Comparing;

/// <summary>The deaths of one time in one stratum, among two groups of which both are still there.</summary>
/// <param name="TimeSeconds">From t = 0.</param>
/// <param name="AtRiskFirst">Of the reference group.</param>
/// <param name="AtRiskSecond">Of the other group.</param>
/// <param name="DiedFirst">Of the reference group.</param>
/// <param name="DiedSecond">Of the other group.</param>
internal readonly record struct TiedDeaths(double TimeSeconds, int AtRiskFirst, int AtRiskSecond, int DiedFirst, int DiedSecond)
{
    public int Died => DiedFirst + DiedSecond;

    /// <summary>Efron's k-th draw: the hazard of all who can still be drawn, and the second group's share of it.</summary>
    /// <param name="draw">k, from 0.</param>
    /// <param name="risk">The hazard ratio.</param>
    public (double Total, double Share) Draw(int draw, double risk)
    {
        double taken = (double)draw / Died;
        double second = risk * (AtRiskSecond - (taken * DiedSecond));
        double total = AtRiskFirst - (taken * DiedFirst) + second;
        return (total, second / total);
    }

    /// <summary>Every time at which somebody died while both groups were at risk: the others do not tell the groups apart.</summary>
    public static IReadOnlyList<TiedDeaths> Of(Subjects subjects)
    {
        List<TiedDeaths> ties = [];
        foreach (Subjects stratum in subjects.Strata())
        {
            int[] atRisk = [stratum.CountOf(0), stratum.CountOf(1)];
            int[] died = new int[2];
            int[] gone = new int[2];
            foreach (Range tie in stratum.Ties())
            {
                Array.Clear(died);
                Array.Clear(gone);
                foreach (ref readonly Subject subject in stratum.In(tie))
                {
                    gone[subject.Group]++;
                    died[subject.Group] += subject.Died ? 1 : 0;
                }

                if (died[0] + died[1] > 0 && atRisk[0] > 0 && atRisk[1] > 0)
                    ties.Add(new TiedDeaths(stratum.TimeOf(tie), atRisk[0], atRisk[1], died[0], died[1]));
                atRisk[0] -= gone[0];
                atRisk[1] -= gone[1];
            }
        }

        return ties;
    }
}
