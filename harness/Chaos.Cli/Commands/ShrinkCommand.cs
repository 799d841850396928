using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Explaining;
using Chaos.Experiments.Shrinking;

namespace Chaos.Cli.Commands;

/// <summary>`shrink`: the smallest scenario that still shows it.</summary>
internal static class ShrinkCommand
{
    private const double DefaultBudget = 120;

    private static readonly Argument<string> Run = new("RUN") { Description = "A run folder." };
    private static readonly Option<string?> Flow = new("--flow")
    {
        Description = "A flow that died, as flows.csv names it: GROUP-N. One of its group must still die in the same way.", HelpName = "ID",
    };

    private static readonly Option<int?> Expectation = Numbers.Whole<int>(
        "--expectation", 1, int.MaxValue, "An expectation that failed, by its place in `expect`, from 1. It must still fail.");

    private static readonly Option<int?> Repetition = Numbers.Whole<int>(
        "--repetition", 1, int.MaxValue, "The repetition. Default: the first in which the flow died.");

    private static readonly Option<double?> Budget = Numbers.AboveZero(
        "--budget", "SECONDS", $"Real time for the search; then the best so far is written. Default: {DefaultBudget}.");

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The folder to write. Default: RUN-shrunk.", HelpName = "DIR",
    };

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "shrink", "The smallest scenario that still shows a death or a failed expectation, with its map trace and its packets.",
            "shrink reports/runs/quickstart --flow senders-17", "shrink reports/runs/quickstart --expectation 2 --out small")
        {
            Run, Flow, Expectation, Chosen.Only, Repetition, Budget, Out, Json,
        };
        command.SetAction(Shrink);
        return command;
    }

    private static Task<int> Shrink(ParseResult parsed, CancellationToken cancellation)
    {
        string run = parsed.GetRequiredValue(Run), path = parsed.GetValue(Out) ?? $"{run.TrimEnd('/')}-shrunk";
        (string? flow, int? expectation) = (parsed.GetValue(Flow), parsed.GetValue(Expectation));
        if (flow is null == expectation is null) throw new UsageException("name what to keep: either --flow ID or --expectation N");
        ShrinkFolder.Refuse(path);
        ShrinkRequest request = new(
            flow is null ? null : new ExplainRequest(flow, parsed.GetValue(Chosen.Only) ?? [], parsed.GetValue(Repetition)),
            expectation, TimeSpan.FromSeconds(parsed.GetValue(Budget) ?? DefaultBudget));
        ShrinkResult result = ShrinkRun.Of(RecordedRun.Read(run), request, TimeProvider.System, cancellation);
        IReadOnlyList<string> files = ShrinkFolder.Write(path, result, Origin(parsed, run));
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(new { result, files }, JsonText.Options));
        else Print(result, files);
        if (result.End == ShrinkEnd.Interrupted) Console.Error.WriteLine("chaos: interrupted; the best so far is written");
        return Task.FromResult(result.End == ShrinkEnd.Interrupted ? ExitCode.Interrupted : ExitCode.Pass);
    }

    private static void Print(ShrinkResult result, IReadOnlyList<string> files)
    {
        foreach (string note in result.Notes) Console.Error.WriteLine($"chaos: note: {note}");
        if (result.End == ShrinkEnd.Budget)
            Console.Error.WriteLine("chaos: note: the budget was spent; with more (--budget) it may get smaller");
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Before.Flows:N0} flows and {result.Before.Packets:N0} packets became {result.After.Flows:N0} "
                + $"and {result.After.Packets:N0}, "
            + $"with {result.MapSize:N0} entries and {result.DurationSeconds:0.###} s, after {result.Tried} tries: {result.Shows}"));
        foreach (string line in files) Console.Out.WriteLine($"  {line}");
    }

    private static string Origin(ParseResult parsed, string run)
    {
        IEnumerable<string> words = [CommandName.Text, "shrink", ShellWord.Of(run)];
        if (parsed.GetValue(Flow) is { } flow) words = [.. words, "--flow", ShellWord.Of(flow)];
        if (parsed.GetValue(Expectation) is { } number) words = [.. words, "--expectation", number.ToString(CultureInfo.InvariantCulture)];
        words = [.. words, .. (parsed.GetValue(Chosen.Only) ?? []).SelectMany(only => new[] { "--only", ShellWord.Of(only) })];
        if (parsed.GetValue(Repetition) is { } repetition) words = [.. words, "--repetition", $"{repetition}"];
        return string.Join(' ', words);
    }
}
