using System.CommandLine;
using Chaos.Cli.Output;
using Chaos.Experiments.Running;
using Chaos.Reports;
using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Cli.Commands;

/// <summary>`report`: rebuilds the reports of run folders from what they hold.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> Runs = new("RUN") { Description = "Run folders.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Writes the HTML to this file instead; of several runs one page with an index.", HelpName = "FILE",
    };

    private static readonly Option<bool> Arrow = new("--arrow")
    {
        Description = "Writes the rows of flows.csv as an Arrow file, too: flows.arrow in the run folder.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints the results as one JSON document instead of the paths.",
    };

    private static readonly Option<string?> Annotate = new("--annotate")
    {
        Description = "Prints a GitHub annotation at the line of this scenario for each expectation that was not confirmed.",
        HelpName = "SCENARIO",
    };

    public static Command Create()
    {
        Verb command = new(
            "report", "Rebuilds the HTML report, summary.md and junit.xml of a run folder.", "report reports/runs/quickstart",
            "report reports/runs/quickstart --out page.html", "report reports/runs/first reports/runs/second --out index.html",
            "report reports/runs/quickstart --annotate scenarios/quickstart.yaml")
        {
            Runs, Out, Arrow, Json, Annotate,
        };
        command.SetAction(Report);
        return command;
    }

    private static int Report(ParseResult parsed)
    {
        string[] runs = parsed.GetRequiredValue(Runs);
        string? file = parsed.GetValue(Out);
        if (file is not null && runs.Length > 1) return Index(parsed, runs, file);
        string? scenario = parsed.GetValue(Annotate);
        ScenarioPlan? plan = null;
        if (scenario is not null)
        {
            LoadResult loaded = Chosen.LoadOne(parsed, scenario);
            foreach (Mistake mistake in loaded.Mistakes) Console.Error.WriteLine(mistake);
            if (loaded.Plan is null) return ExitCode.BadInput;
            plan = loaded.Plan;
        }

        ResultsText results = new();
        foreach (string run in runs)
        {
            RunFolder folder = RunFolder.Open(run);
            RunContents contents = RunRecovery.IsNeeded(folder) ? RunRecovery.Read(folder) : ReadOrShowWhatIsWhole(folder, file);
            if (file is null) ReportWriter.WriteAll(folder, contents);
            else PageFile.Write(file, ReportWriter.Html(contents));
            if (parsed.GetValue(Arrow)) folder.WriteArrow(stream => FlowsArrow.Write(stream, contents.Flows));
            if (parsed.GetValue(Json)) results.Add(contents.Results);
            else Console.Out.WriteLine(file ?? folder.ReportPath);
            if (plan is not null)
                foreach (string line in Annotations.Of(contents.Results, plan, scenario!)) Console.Out.WriteLine(line);
        }

        results.Print(asArray: runs.Length > 1);
        return ExitCode.Pass;
    }

    private static int Index(ParseResult parsed, string[] runs, string file)
    {
        string from = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        (string Name, string Report, RunContents Run)[] all =
        [
            .. RunNames.Of(runs).Select(run =>
            {
                RunFolder folder = RunFolder.Open(run.Folder);
                string way = Path.GetRelativePath(from, Path.GetFullPath(folder.ReportPath)).Replace('\\', '/');
                return (run.Name, string.Join('/', way.Split('/').Select(Uri.EscapeDataString)), folder.Read());
            }),
        ];
        PageFile.Write(file, ReportWriter.Index(all));
        ResultsText results = new();
        if (parsed.GetValue(Json)) foreach ((_, _, RunContents run) in all) results.Add(run.Results);
        else Console.Out.WriteLine(file);
        results.Print(asArray: true);
        return ExitCode.Pass;
    }

    /// <exception cref="DamagedRunException">The folder is damaged; the page shows the cells that are whole.</exception>
    private static RunContents ReadOrShowWhatIsWhole(RunFolder folder, string? file)
    {
        try
        {
            return folder.ReadForReport();
        }
        catch (DamagedRunException damage)
        {
            RunContents whole = folder.ReadWhole(damage);
            PageFile.Write(file ?? folder.ReportPath, ReportWriter.Html(whole));
            Console.Error.WriteLine(
                $"chaos: {file ?? folder.ReportPath} shows {whole.Results.Cells.Count} cells, which are whole; the damage:");
            throw;
        }
    }
}
