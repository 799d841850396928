using System.CommandLine;
using Chaos.Cli.Output;
using Chaos.Experiments;
using Chaos.Experiments.Merging;

namespace Chaos.Cli.Commands;

/// <summary>`merge`: the parts of a run become the whole.</summary>
internal static class MergeCommand
{
    private static readonly Argument<string[]> Runs = new("RUN")
    {
        Description = "Run folders of the parts (--shard, --only), in any order.", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The run folder to write.", HelpName = "DIR", Required = true,
    };

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "merge", "Joins the parts of a run into the run that one machine would have written, and judges it.",
            "merge first second --out whole")
        {
            Runs, Out, Json,
        };
        command.SetAction(Merge);
        return command;
    }

    private static int Merge(ParseResult parsed)
    {
        ExperimentResult merged = RunMerge.Merge(parsed.GetRequiredValue(Runs), parsed.GetRequiredValue(Out));
        ResultsText results = new();
        if (parsed.GetValue(Json)) results.Add(merged.Results);
        else SummaryTable.Print(merged.Results, merged.Folder!.ReportPath);
        results.Print(asArray: false);
        return ExitCode.Of(merged.Verdict);
    }
}
