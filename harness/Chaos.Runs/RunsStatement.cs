using System.Globalization;

namespace Chaos.Runs;

/// <summary>
/// What repetitions show without any model of flows: in each of R runs the share was at least X, so of all runs at least 0.05^(1/R) have a
/// share of at least X, with 95 % confidence. It assumes only that runs are independent, which seeds make them. Source: S. S. Wilks,
/// "Determination of sample sizes for setting tolerance limits", Annals of Mathematical Statistics 12 (1941) 91-96.
/// </summary>
/// <param name="Count">R.</param>
/// <param name="Limit">X, the worst share: the smallest, or the largest where less is better.</param>
/// <param name="Part">Of all runs, as a share.</param>
/// <param name="Least">False: "at most".</param>
public readonly record struct RunsStatement(int Count, double Limit, double Part, bool Least)
{
    private const double Error = 0.05;

    /// <param name="shares">By repetition.</param>
    /// <param name="least">True: more is better.</param>
    /// <returns>Null with fewer than two.</returns>
    public static RunsStatement? Of(IReadOnlyList<double> shares, bool least) => shares.Count < 2 ? null
        : new RunsStatement(shares.Count, least ? shares.Min() : shares.Max(), Math.Round(Math.Pow(Error, 1.0 / shares.Count), 9), least);

    /// <summary>E.g. `in 10 of 10 runs at least 99.98 % lived; at least 74 % of runs do (95 %)`.</summary>
    /// <param name="did">What flows did in those runs: `lived`.</param>
    public string Text(string did) => string.Create(
        CultureInfo.InvariantCulture,
        $"in {Count} of {Count} runs {Share} {did}; at least {Math.Floor(Part * 100):0} % of runs do (95 %)");

    private string Share => Limit is 0 or 1 ? ShareText.Percent(Limit)
        : Least ? $"at least {ShareText.PercentDown(Limit)}" : $"at most {ShareText.PercentUp(Limit)}";
}
