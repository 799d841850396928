using System.Globalization;
using Chaos.Analysis;
using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Comparing;
using Spectre.Console;

namespace Chaos.Cli.Output;

/// <summary>`analyze` for people.</summary>
internal static class AnalysisText
{
    private const int RiskColumns = 6;

    public static void Print(SurvivalAnalysis analysis)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected) console.Profile.Width = 160;
        console.Write(Groups(analysis));
        console.Write(RiskTable(analysis));
        foreach (string line in Comparisons(analysis)) console.WriteLine(line);
        console.WriteLine("Rows are taken as independent of each other, as R's survival does. Flows that share a NAT table are not: "
            + "`chaos run` judges by repetitions.");
    }

    private static Table Groups(SurvivalAnalysis analysis)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("group");
        foreach (string head in new[] { "n", "events", "median (95 %)",
            $"mean life to {Plain(analysis.Groups[0].MeanLife.HorizonSeconds)} (standard error)" })
            table.AddColumn(new TableColumn(head).RightAligned());
        foreach (GroupAnalysis group in analysis.Groups)
        {
            table.AddRow(
                Markup.Escape(group.Name), Plain(group.Curve.Total), Plain(group.Events),
                $"{Plain(group.Median.Estimate)} ({Plain(group.Median.Lower)} to {Plain(group.Median.Upper)})",
                $"{Plain(group.MeanLife.Estimate)} ({Plain(group.MeanLife.StandardError)})");
        }

        return table;
    }

    /// <summary>Survival with its interval, and at risk / died / censored, at a few times.</summary>
    private static Table RiskTable(SurvivalAnalysis analysis)
    {
        double last = analysis.Groups.Max(group => group.Curve.Steps.Count == 0 ? 0 : group.Curve.Steps[^1].TimeSeconds);
        double[] times = [.. Enumerable.Range(0, RiskColumns).Select(column => last * column / (RiskColumns - 1))];
        Table table = new Table().Border(TableBorder.Simple).AddColumn("alive; at risk / died / censored");
        foreach (double time in times) table.AddColumn(new TableColumn($"t = {Plain(time)}").RightAligned());
        foreach (GroupAnalysis group in analysis.Groups)
        {
            table.AddRow([Markup.Escape(group.Name), .. times.Select(time => ShareText.Percent(group.Curve.SurvivalAt(time)))]);
            table.AddRow(["", .. times.Select(time =>
            {
                RiskCount risk = group.Curve.RiskAt(time);
                return $"{Plain(risk.AtRisk)} / {Plain(risk.Died)} / {Plain(risk.Censored)}";
            })]);
        }

        return table;
    }

    private static IEnumerable<string> Comparisons(SurvivalAnalysis analysis)
    {
        if (analysis.LogRank is { } test)
            yield return $"log-rank: chi-square {Plain(test.ChiSquare)} on {test.DegreesOfFreedom} degrees of freedom, p = "
                + $"{Significant(test.PValue)}";
        foreach (PairTest pair in analysis.Pairwise ?? [])
        {
            yield return $"  {analysis.Groups[pair.First].Name} and {analysis.Groups[pair.Second].Name}: chi-square "
                + $"{Plain(pair.Test.ChiSquare)}, "
                + $"p = {Significant(pair.AdjustedPValue)} (Holm)";
        }

        if (analysis.MeanDifference is { } mean) yield return Difference("mean life", analysis, mean);
        if (analysis.RiskDifference is { } risk)
            yield return Difference($"survival at {Plain(analysis.Groups[0].MeanLife.HorizonSeconds)}", analysis, risk);

        if (analysis.Cox is { } cox)
        {
            yield return $"hazard ratio, {analysis.Groups[1].Name} over {analysis.Groups[0].Name}: {Plain(cox.Ratio.Estimate)} "
                + $"({Plain(cox.Ratio.Lower)} to {Plain(cox.Ratio.Upper)}), p = {Significant(cox.Ratio.PValue)}; "
                + $"proportional hazards p = {Significant(cox.ProportionalHazards?.PValue)}";
        }
    }

    private static string Difference(string what, SurvivalAnalysis analysis, Contrast contrast) =>
        $"{what}, {analysis.Groups[1].Name} minus {analysis.Groups[0].Name}: {Plain(contrast.Estimate)} "
        + $"({Plain(contrast.Lower)} to {Plain(contrast.Upper)}), p = {Significant(contrast.PValue)}";

    private static string Plain(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? ShareText.None;

    private static string Significant(double? value) => value?.ToString("G3", CultureInfo.InvariantCulture) ?? ShareText.None;
}
