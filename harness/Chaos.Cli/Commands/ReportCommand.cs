using System.CommandLine;
using Chaos.Reports;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`report`: rebuilds the reports of run folders from what they hold.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> Runs = new("RUN") { Description = "Run folders.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Writes the HTML to this file instead; for one run.", HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new("report", "Rebuilds the HTML report, summary.md and junit.xml of a run folder.") { Runs, Out };
        command.SetAction(Report);
        return command;
    }

    private static int Report(ParseResult parsed)
    {
        string[] runs = parsed.GetRequiredValue(Runs);
        string? file = parsed.GetValue(Out);
        if (file is not null && runs.Length > 1)
            throw new UsageException("--out takes one run; leave it out, and each run keeps its own report");
        foreach (string run in runs)
        {
            RunFolder folder = RunFolder.Open(run);
            if (file is null) ReportWriter.WriteAll(folder);
            else File.WriteAllText(file, ReportWriter.Html(folder.Read()));
            Console.Out.WriteLine(file ?? folder.ReportPath);
        }

        return ExitCode.Pass;
    }
}
