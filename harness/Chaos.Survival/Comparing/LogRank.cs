using MathNet.Numerics.LinearAlgebra;

namespace Chaos.Survival.Comparing;

/// <summary>
/// Do groups die at the same rate? U_g = sum over death times of (d_g - d n_g / n), V_gh = sum of d (n - d) / (n - 1) n_g / n (1[g = h] -
/// n_h / n),
/// both summed over strata; U' V^-1 U has a chi-square distribution with one degree of freedom less than there are groups at risk.
/// Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163-170; R. Peto, J. Peto, Journal of the Royal Statistical Society A 135
/// (1972)
/// 185-207; `survdiff` of R's survival.
/// </summary>
/// <remarks>It takes flows as independent. Flows of one repetition are not: verdicts never rest on it.</remarks>
public static class LogRank
{
    public static ChiSquareTest Compare(Subjects subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        Sums sums = new(subjects.GroupCount);
        foreach (Subjects stratum in subjects.Strata()) sums.Add(stratum);
        return sums.Test();
    }

    /// <summary>Every pair of groups, p-values adjusted by <see cref="Holm"/>.</summary>
    public static IReadOnlyList<PairTest> ComparePairs(Subjects subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        (int First, int Second)[] pairs =
        [
            .. from first in Enumerable.Range(0, subjects.GroupCount)
               from second in Enumerable.Range(first + 1, subjects.GroupCount - first - 1)
               select (first, second),
        ];
        ChiSquareTest[] tests = [.. pairs.Select(pair => Compare(subjects.Pair(pair.First, pair.Second)))];
        IReadOnlyList<double> adjusted = Holm.Adjust([.. tests.Select(test => test.PValue)]);
        return [.. pairs.Select((pair, index) => new PairTest(pair.First, pair.Second, tests[index], adjusted[index]))];
    }

    private sealed class Sums(int groups)
    {
        private readonly double[] observed = new double[groups];
        private readonly double[] expected = new double[groups];
        private readonly double[,] variance = new double[groups, groups];
        private readonly int[] atRisk = new int[groups];
        private readonly int[] gone = new int[groups];

        public void Add(Subjects stratum)
        {
            for (int group = 0; group < groups; group++) atRisk[group] = stratum.CountOf(group);
            int total = stratum.Count;
            foreach (Range tie in stratum.Ties())
            {
                Array.Clear(gone);
                int died = 0;
                foreach (ref readonly Subject subject in stratum.In(tie))
                {
                    gone[subject.Group]++;
                    if (!subject.Died) continue;
                    died++;
                    observed[subject.Group]++;
                }

                if (died > 0) AddTime(died, total);
                for (int group = 0; group < groups; group++) atRisk[group] -= gone[group];
                total -= tie.End.Value - tie.Start.Value;
            }
        }

        public ChiSquareTest Test()
        {
            // A group that was never at risk while somebody died says nothing; the last one's numbers follow from the others'.
            int[] told = [.. Enumerable.Range(0, groups).Where(group => expected[group] > 0)];
            if (told.Length < 2) return new ChiSquareTest(0, 0);
            int[] free = told[1..];
            Vector<double> excess = Vector<double>.Build.Dense(free.Length, index => observed[free[index]] - expected[free[index]]);
            Matrix<double> spread = Matrix<double>.Build.Dense(
                free.Length, free.Length, (row, column) => variance[free[row], free[column]]);
            double statistic = spread.Determinant() == 0 ? 0 : excess * spread.Solve(excess);
            return new ChiSquareTest(statistic, free.Length);
        }

        private void AddTime(int died, int total)
        {
            double spread = total > 1 ? (double)died * (total - died) / (total - 1) : 0;
            for (int group = 0; group < groups; group++)
            {
                if (atRisk[group] == 0) continue;
                double share = (double)atRisk[group] / total;
                expected[group] += died * share;
                if (spread == 0) continue;
                variance[group, group] += spread * share;
                for (int other = 0; other < groups; other++) variance[group, other] -= spread * share * atRisk[other] / total;
            }
        }
    }
}

/// <param name="First">The number of a group.</param>
/// <param name="Second">The number of another, larger.</param>
/// <param name="Test">Of these two alone.</param>
/// <param name="AdjustedPValue">By Holm's method, over all pairs.</param>
public readonly record struct PairTest(int First, int Second, ChiSquareTest Test, double AdjustedPValue);
