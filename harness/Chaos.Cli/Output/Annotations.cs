using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Expectations;
using Chaos.Survival;

namespace Chaos.Cli.Output;

/// <summary>What a run did not confirm, as the lines that make GitHub show it beside the scenario.</summary>
internal static class Annotations
{
    /// <param name="results">Of a run of the scenario.</param>
    /// <param name="scenario">As its file says it.</param>
    /// <param name="file">The file, as the repository has it.</param>
    public static IEnumerable<string> Of(RunResults results, ScenarioPlan scenario, string file)
    {
        foreach (ExpectationResult one in results.Expectations.Where(one => one.Verdict is Verdict.Fail or Verdict.Unknown))
        {
            Expectation? written = scenario.Scenario.Expect.FirstOrDefault(expectation => expectation.Text == one.Text);
            yield return Line(one.Verdict, file, written?.Place?.Line, $"{one.Text}: {one.Observed} ({one.Basis})");
        }

        foreach (string reason in results.Invalid) yield return Line(Verdict.Unknown, file, null, reason);
    }

    private static string Line(Verdict verdict, string file, int? line, string message) =>
        $"::{(verdict == Verdict.Fail ? "error" : "warning")} file={Property(file)},line={(line is > 0 ? line : 1)},title=chaos::"
        + Text(message);

    private static string Text(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Text(text).Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
