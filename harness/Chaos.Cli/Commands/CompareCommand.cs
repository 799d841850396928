using System.CommandLine;
using Chaos.Cli.Output;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Reports;
using Chaos.Reports.Comparing;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Cli.Commands;

/// <summary>`compare`: runs side by side, and whether the later ones are no worse than the first.</summary>
internal static class CompareCommand
{
    private const string DefaultPage = "comparison.html", UsualMargin = "1pp";

    private static readonly Argument<string[]> Runs = new("RUN")
    {
        Description = "Run folders; the first one is what the others are compared with. NAME=FOLDER names one.",
        Arity = new ArgumentArity(2, 100),
    };

    private static readonly Option<double?> Margin = Numbers.Points(
        "--margin", $"How much less survival is no worse, in percentage points; default: {UsualMargin}.");

    private static readonly Option<double?> NewcomersMargin = Numbers.Points(
        "--newcomers-margin", "How many more newcomers may fail, in percentage points; default: as --margin.");

    private static readonly Option<string> Out = new("--out")
    {
        Description = $"The page to write. Default: {DefaultPage}.", HelpName = "FILE", DefaultValueFactory = _ => DefaultPage,
    };

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "compare", "Lays runs over each other and judges whether the later ones are no worse than the first (exit 1: one is).",
            "compare reports/runs/before reports/runs/after --margin 1pp", "compare sim=runs/a docker=runs/b --out worlds.html")
        {
            Runs, Margin, NewcomersMargin, Out, Json,
        };
        command.SetAction(Compare);
        return command;
    }

    private static int Compare(ParseResult parsed)
    {
        string[] given = parsed.GetRequiredValue(Runs);
        (string Name, string Folder)[] named = RunNames.Of(given);
        double margin = parsed.GetValue(Margin) ?? 0.01, newcomers = parsed.GetValue(NewcomersMargin) ?? margin;
        string file = parsed.GetRequiredValue(Out);
        string replay = string.Join(' ', [CommandName.Text, .. parsed.Tokens.Select(token => ShellWord.Of(token.Value))]);
        RunContents compared = RunComparison.Of(
            [.. named.Select(run => (run.Name, RunFolder.Open(run.Folder).Read()))], margin, newcomers, replay);
        PageFile.Write(file, ReportWriter.Html(compared));
        ResultsText results = new();
        if (parsed.GetValue(Json)) results.Add(compared.Results);
        else Print(compared, file);
        results.Print(asArray: false);
        return ExitCode.Of(compared.Results.Verdict);
    }

    private static void Print(RunContents compared, string file)
    {
        foreach (string remark in compared.Remarks) Console.Out.WriteLine($"note: {remark}");
        foreach (ExpectationResult claim in compared.Results.Expectations.Where(claim => claim.Verdict != Verdict.Pass))
            Console.Out.WriteLine($"{Spelling.Of(claim.Verdict)} {claim.Text}: {claim.Observed} ({claim.Basis})");
        int passed = compared.Results.Expectations.Count(claim => claim.Verdict == Verdict.Pass);
        Console.Out.WriteLine($"{passed} of {compared.Results.Expectations.Count} comparisons are no worse");
        foreach (string reason in compared.Results.Invalid) Console.Out.WriteLine($"invalid {reason}");
        if (compared.Results.Expectations.Count == 0) Console.Out.WriteLine("the runs have no cell in common");
        Console.Out.WriteLine($"{Spelling.Of(compared.Results.Verdict)} {compared.Results.Scenario}");
        Console.Out.WriteLine($"report: {file}");
    }
}
