using System.Globalization;
using Chaos.Runs;
using Chaos.Survival;
using Spectre.Console;

namespace Chaos.Cli.Output;

/// <summary>The result of a run on the terminal.</summary>
internal static class SummaryTable
{
    /// <summary>Wide enough for a line of numbers where no terminal says how wide it is.</summary>
    private const int RedirectedWidth = 160;

    public static void Print(RunContents run, string reportPath)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        console.Write(Cells(run.Results));
        if (RoundTripText.Of(run.Results.Cells.Select(cell => cell.RoundTripSeconds)) is { } roundTrip)
            console.WriteLine($"round trip through the links: {roundTrip}");
        foreach (ExpectationResult one in run.Results.Expectations)
        {
            console.MarkupLineInterpolated($"[{Colour(one.Verdict)}]{Word(one.Verdict)}[/] {one.Text}: {one.Observed} ({one.Basis})");
            if (one.Runs is { } runs) console.WriteLine($"     {runs}");
        }

        if (ExpectationResult.PartText(run.Results.Expectations) is { } part) console.MarkupLineInterpolated($"[yellow]{part}[/]");
        foreach (string reason in run.Results.Invalid) console.MarkupLineInterpolated($"[yellow]invalid[/] {reason}");
        RunResults results = run.Results;
        string verdict = $"[bold {Colour(results.Verdict)}]{Word(results.Verdict)}[/]";
        console.Markup(verdict);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {results.Scenario} on {results.Backend}, seed {results.Seed}"));
        if (File.Exists(reportPath)) Console.Out.WriteLine($"report: {reportPath}");
    }

    private static Table Cells(RunResults results)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("cell").AddColumn(new TableColumn("flows").RightAligned())
            .AddColumn(new TableColumn("alive at the end").RightAligned());
        foreach (string group in results.Cells.SelectMany(cell => cell.Groups).Select(group => group.Name).Distinct())
            table.AddColumn(new TableColumn(Markup.Escape(group)).RightAligned());
        table.AddColumn(new TableColumn("newcomers failing").RightAligned());
        bool spent = results.Cells.Any(cell => cell.Stopped is not null);
        if (spent) table.AddColumn(new TableColumn("runs").RightAligned()).AddColumn(new TableColumn("seconds").RightAligned());
        bool luck = results.Cells.Any(cell => cell.Flows.LostAndRemade > 0);
        if (luck) table.AddColumn(new TableColumn("lost and remade").RightAligned());
        table.AddColumn("deaths by cause").AddColumn(new TableColumn("evictions").RightAligned());
        foreach (CellResult cell in results.Cells)
        {
            string evictions = cell.Map is { } map ? map.Evictions.ToString("N0", CultureInfo.InvariantCulture) : "-";
            table.AddRow([
                Markup.Escape(cell.Id), cell.Flows.Total.ToString(CultureInfo.InvariantCulture), ShareText.WithInterval(cell.Survival),
                .. cell.Groups.Select(group => ShareText.Percent(group.Survival.Estimate)),
                ShareText.WithInterval(cell.Pressure?.FailedShare),
                .. spent ? new[]
                {
                    cell.Repetitions.ToString(CultureInfo.InvariantCulture), cell.WallSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                } : [],
                .. luck ? new[] { cell.Flows.LostAndRemade.ToString(CultureInfo.InvariantCulture) } : [],
                cell.Causes.ToString(), evictions,
            ]);
        }

        return table;
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
