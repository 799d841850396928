using System.CommandLine;
using System.Text.Json;
using Chaos.Analysis.Pairing;
using Chaos.Cli.Output;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`pairs`: cells of a run, flow by flow.</summary>
internal static class PairsCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "A run folder." };
    private static readonly Option<string> Along = new("--along")
    {
        Description = "The axis whose values are compared.", HelpName = "AXIS", DefaultValueFactory = _ => ComparisonResult.Variants,
    };

    private static readonly Option<string?> Group = new("--group") { Description = "Only flows of this group.", HelpName = "NAME" };
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "pairs", "Compares cells flow by flow: who died under both values of an axis, and who under one alone.",
            "pairs reports/runs/quickstart", "pairs reports/runs/quickstart --along mapSize --group feeds --json")
        {
            Run, Along, Group, Json,
        };
        command.SetAction(Compare);
        return command;
    }

    private static int Compare(ParseResult parsed)
    {
        using RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(Run));
        RunContents run = folder.ReadDone();
        string along = parsed.GetRequiredValue(Along);
        if (!run.Results.Cells.SelectMany(cell => cell.Axes).Any(axis => axis.Key == along))
        {
            string axes = string.Join(", ", run.Results.Cells.SelectMany(cell => cell.Axes).Select(axis => axis.Key).Distinct()
                .DefaultIfEmpty("none"));
            throw new UsageException($"--along {along}: the run has no such axis; it has {axes}");
        }

        if (parsed.GetValue(Group) is { } group && run.Flows.All(flow => flow.Group != group))
            throw new UsageException($"--group {group}: the run has no such group");
        FlowPairs[] pairs = [.. FlowPairs.Of(run, along, parsed.GetValue(Group))];
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(pairs, JsonText.Options));
        else PairsText.Print(pairs);
        return ExitCode.Pass;
    }
}
