using Chaos.Survival;
using Chaos.Survival.Comparing;

namespace Chaos.Analysis;

/// <summary>The statistics of a table, as R's `survival` gives them with `conf.type = "log-log"`. Curves are never stratified.</summary>
public sealed record SurvivalAnalysis
{
    /// <summary>In ordinal order of the names; the first is the reference.</summary>
    public required IReadOnlyList<GroupAnalysis> Groups { get; init; }

    /// <summary>Null for one group.</summary>
    public required ChiSquareTest? LogRank { get; init; }

    /// <summary>Null for one group, or more than two.</summary>
    public required CoxAnalysis? Cox { get; init; }

    /// <summary>Every two of more than two groups; null for fewer.</summary>
    public required IReadOnlyList<PairTest>? Pairwise { get; init; }

    /// <summary>Second group minus first; null unless there are two.</summary>
    public required Contrast? MeanDifference { get; init; }

    /// <summary>
    /// Survival at the horizon, second group minus first; null unless there are two, or where one of the curves says nothing there.
    /// </summary>
    public required Contrast? RiskDifference { get; init; }

    /// <summary>Analyses a table.</summary>
    /// <param name="table">At least one row.</param>
    /// <param name="horizon">tau of the restricted mean; null: the smallest of the groups' largest times.</param>
    public static SurvivalAnalysis Of(SubjectTable table, double? horizon)
    {
        Subjects subjects = table.Subjects;
        double tau = horizon ?? Enumerable.Range(0, table.Groups.Count).Min(subjects.LastTimeOf);
        GroupAnalysis[] groups = [.. table.Groups.Select((name, number) => GroupAnalysis.Of(table, name, number, tau))];
        return new SurvivalAnalysis
        {
            Groups = groups,
            LogRank = groups.Length > 1 ? Survival.Comparing.LogRank.Compare(subjects) : null,
            Cox = groups.Length == 2 ? CoxAnalysis.Of(subjects) : null,
            Pairwise = groups.Length > 2 ? Survival.Comparing.LogRank.ComparePairs(subjects) : null,
            MeanDifference = groups.Length == 2 ? Contrast.OfMeans(groups[0].MeanLife, groups[1].MeanLife) : null,
            RiskDifference = groups.Length == 2 ? Contrast.OfSurvival(groups[0].Curve, groups[1].Curve, tau) : null,
        };
    }

    /// <summary>Writes all of it as JSON with a line end, and leaves the stream open. A number that is not finite is null.</summary>
    public void WriteJson(Stream stream) => AnalysisJson.Write(stream, this);
}

/// <summary>The statistics of one group.</summary>
/// <param name="Name">As the table spells it.</param>
/// <param name="Curve">Kaplan-Meier.</param>
/// <param name="Median">With its interval.</param>
/// <param name="MeanLife">Within the horizon.</param>
/// <param name="Causes">Their names; null where the table has none.</param>
/// <param name="Incidence">By cause in the order of the names; empty where the table has none.</param>
public sealed record GroupAnalysis(
    string Name, SurvivalCurve Curve, QuantileEstimate Median, MeanLife MeanLife, IReadOnlyList<string>? Causes,
    IReadOnlyList<IncidenceStep> Incidence)
{
    internal static GroupAnalysis Of(SubjectTable table, string name, int number, double tau)
    {
        SurvivalCurve curve = table.Subjects.CurveOf(number);
        return new GroupAnalysis(
            name, curve, Quantiles.Of(curve, 0.5), RestrictedMean.Of(curve, tau), table.Causes,
            table.Causes is { } causes ? CumulativeIncidence.Of(table.Subjects, number, causes.Count) : []);
    }

    /// <summary>How many subjects died.</summary>
    public int Events => Curve.Steps.Sum(step => step.Died);
}

/// <summary>Cox's model with the group as its only covariate.</summary>
/// <param name="Ratio">Second group over first.</param>
/// <param name="ProportionalHazards">Null where the ratio is 0 or infinite.</param>
public sealed record CoxAnalysis(HazardRatio Ratio, ChiSquareTest? ProportionalHazards)
{
    internal static CoxAnalysis Of(Subjects subjects)
    {
        HazardRatio ratio = CoxModel.Fit(subjects);
        return new CoxAnalysis(ratio, Survival.Comparing.ProportionalHazards.Check(subjects, ratio));
    }
}
