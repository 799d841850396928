using Chaos.Runs;
using Chaos.Core;

namespace Chaos.Survival.Tests;

/// <summary>
/// Runs with a known truth whose flows live and die together. The flows of a repetition come from Polya's urn: the first one lives with
/// chance p, and each one that lives or dies makes the next more likely to do the same. So every two flows of a repetition have the same
/// correlation, and repetitions are independent. Source: F. Eggenberger, G. Polya, Zeitschrift fuer Angewandte Mathematik und Mechanik 3
/// (1923) 279-289; the number of survivors is beta-binomial.
/// </summary>
internal sealed class CorrelatedFlows(double correlation, int flowsPerRepetition)
{
    public int FlowsPerRepetition => flowsPerRepetition;

    /// <summary>Survival of a cell as results.json would have it, without its interval.</summary>
    public SurvivalEstimate Draw(ref RandomStream random, double survival, int repetitions)
    {
        double?[] shares = new double?[repetitions];
        for (int repetition = 0; repetition < repetitions; repetition++) shares[repetition] = Share(ref random, survival);
        return new SurvivalEstimate(10, shares.Average(), null, null, shares);
    }

    private double Share(ref RandomStream random, double survival)
    {
        double balls = (1 - correlation) / correlation;
        double living = survival * balls;
        int alive = 0;
        for (int flow = 0; flow < flowsPerRepetition; flow++)
        {
            double uniform = (random.Next() >> 11) * (1.0 / (1UL << 53));
            if (uniform * (balls + flow) < living + alive) alive++;
        }

        return (double)alive / flowsPerRepetition;
    }
}
