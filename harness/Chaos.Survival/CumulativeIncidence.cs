namespace Chaos.Survival;

/// <summary>
/// Share of flows that have died of each cause by a time, the others being what they were: F_k(t) = sum over t_i &lt;= t of S(t_i-) d_ki /
/// n_i.
/// The causes and the survivors add up to 1. One minus a Kaplan-Meier curve that censors the other causes would count too many.
/// Source: O. O. Aalen, S. Johansen, "An empirical transition matrix for nonhomogeneous Markov chains based on censored observations",
/// Scandinavian Journal of Statistics 5 (1978) 141-150.
/// </summary>
public static class CumulativeIncidence
{
    /// <param name="subjects">Every group, by rising time.</param>
    /// <param name="group">The group to look at.</param>
    /// <param name="causes">How many causes there are.</param>
    /// <returns>One step for each time at which somebody died.</returns>
    public static IReadOnlyList<IncidenceStep> Of(Subjects subjects, int group, int causes)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        List<IncidenceStep> steps = [];
        double[] incidence = new double[causes];
        int[] died = new int[causes];
        int atRisk = subjects.CountOf(group);
        double survival = 1;
        foreach (Range tie in subjects.Ties())
        {
            Array.Clear(died);
            int gone = 0;
            int deaths = 0;
            foreach (ref readonly Subject subject in subjects.In(tie))
            {
                if (subject.Group != group) continue;
                gone++;
                if (!subject.Died) continue;
                deaths++;
                died[subject.Cause - 1]++;
            }

            if (deaths > 0)
            {
                for (int cause = 0; cause < causes; cause++) incidence[cause] += survival * died[cause] / atRisk;
                survival *= 1 - ((double)deaths / atRisk);
                steps.Add(new IncidenceStep(subjects.TimeOf(tie), [.. incidence]));
            }

            atRisk -= gone;
        }

        return steps;
    }
}

/// <param name="TimeSeconds">From t = 0.</param>
/// <param name="ByCause">The share from this time on until the next step, one for each cause, in the order of their numbers.</param>
public readonly record struct IncidenceStep(double TimeSeconds, IReadOnlyList<double> ByCause);
