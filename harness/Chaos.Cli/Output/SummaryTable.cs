using System.Globalization;
using Chaos.Runs;
using Chaos.Survival;
using Spectre.Console;

namespace Chaos.Cli.Output;

/// <summary>The result of a run on the terminal, or as plain lines in a pipe.</summary>
internal static class SummaryTable
{
    private const int LongestLine = 100_000;

    public static void Print(RunResults results, string reportPath)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        foreach (string line in CellTable.Lines(results, Console.IsOutputRedirected ? null : console.Profile.Width))
            Console.Out.WriteLine(line);
        // No terminal wraps these lines: only the terminal itself may.
        console.Profile.Width = LongestLine;
        if (RoundTripText.Of(results.Cells.Select(cell => cell.RoundTripSeconds)) is { } roundTrip)
            console.WriteLine($"round trip through the links: {roundTrip}");
        foreach (ExpectationResult one in results.Expectations)
        {
            console.MarkupLineInterpolated($"[{Colour(one.Verdict)}]{Word(one.Verdict)}[/] {one.Text}: {one.Observed} ({one.Basis})");
            if (one.Runs is { } runs) console.WriteLine($"     {runs}");
        }

        if (ExpectationResult.PartText(results.Expectations) is { } part) console.MarkupLineInterpolated($"[yellow]{part}[/]");
        foreach (string reason in results.Invalid) console.MarkupLineInterpolated($"[yellow]invalid[/] {reason}");
        string verdict = $"[bold {Colour(results.Verdict)}]{Word(results.Verdict)}[/]";
        console.Markup(verdict);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {results.Scenario} on {results.Backend}, seed {results.Seed}"));
        if (File.Exists(reportPath)) Console.Out.WriteLine($"report: {reportPath}");
    }

    private static string Word(Verdict verdict) =>
        verdict == Verdict.None ? "no expectations:" : verdict.ToString().ToLowerInvariant();

    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.None => "blue",
        Verdict.Pass => "green",
        Verdict.Fail => "red",
        _ => "yellow",
    };
}
