using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chaos.Cli.Output;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Sizing;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;

namespace Chaos.Cli.Commands;

/// <summary>`size`: how large must it be?</summary>
internal static class SizeCommand
{
    private static readonly Argument<string> Scenario = new("SCENARIO") { Description = "A scenario file (YAML)." };
    private static readonly Option<string> Survival = new("--survival")
    {
        Description = "What watched flows must meet: --survival \">= 99.9%\".", HelpName = "BOUND", Required = true,
    };

    private static readonly Option<string?> Newcomers = new("--newcomers")
    {
        Description = "What short flows must meet, as the share that fails: --newcomers \"<= 0.1%\".", HelpName = "BOUND",
    };

    private static readonly Option<string?> Group = new("--group")
    {
        Description = "The flow group that must meet it; all flows if left out.", HelpName = "NAME",
    };

    private static readonly Option<string> Axis = new("--axis")
    {
        Description = "What is searched: the size of the map, or the path of a period (the longest), a rate or a number (the highest), "
            + "e.g. flows.api.clientEvery.",
        HelpName = "PATH", DefaultValueFactory = _ => "mapSize",
    };

    private static readonly Option<string[]> Variants = new("--variant")
    {
        Description = "A variant to answer for, instead of the scenario's. May be given again.", HelpName = "NAME",
    };

    private static readonly Option<bool> Json = Shared.Json();
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The run folder. Default: reports/runs/NAME-size-TIME.", HelpName = "DIR",
    };

    private static readonly Option<int> Jobs = new("--jobs")
    {
        Description = "Repetitions at a time. Default: the number of processors.", HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static Command Create()
    {
        Verb command = new(
            "size", "Finds the smallest map, or another value, that meets a target, and says what it costs.",
            "size scenarios/sizing.yaml --survival '>= 99.9%'",
            "size scenarios/sizing.yaml --survival '>= 99%' --newcomers '<= 0.1%' --variant cilium-1.18 --json")
        {
            Scenario, Survival, Newcomers, Group, Axis, Variants, Chosen.Set, Chosen.Seed, Out, Jobs, Json,
        };
        command.SetAction(SizeAsync);
        return command;
    }

    private static async Task<int> SizeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Jobs) < 1) throw new UsageException("--jobs must be at least 1");
        string file = parsed.GetRequiredValue(Scenario);
        SizingRequest request = new(
            Target("--survival", parsed.GetRequiredValue(Survival)),
            parsed.GetValue(Newcomers) is { } newcomers ? Target("--newcomers", newcomers) : null,
            parsed.GetValue(Group), parsed.GetRequiredValue(Axis), parsed.GetValue(Variants) ?? []);
        if (Chosen.Load(parsed, [file], parsed.GetValue(Json)) is not [(_, Experiment experiment)]) return ExitCode.BadInput;
        string name = experiment.Plan.Scenario.Name;
        ExperimentOptions options = new()
        {
            Jobs = parsed.GetValue(Jobs),
            Folder = FolderOf(parsed.GetValue(Out), name),
            Replay = Replay(parsed, file, experiment.Plan.Scenario.Seed),
        };
        Console.Error.WriteLine($"{name}: seed {experiment.Plan.Scenario.Seed}; again: {options.Replay}");
        ExperimentResult result;
        try
        {
            result = await SizingRun.RunAsync(experiment, request, options, cancellation);
        }
        catch (BadScenarioException bad)
        {
            // The scenario alone is good: what is wrong comes from the options.
            throw new UsageException(string.Join('\n', bad.Mistakes.Select(mistake => mistake.Reason).Distinct()));
        }

        SizingResult sizing = result.Results.Sizing!;
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(sizing, JsonText.Options));
        else SizingText.Print(sizing, result.Folder!.ReportPath);
        return ExitCode.Of(result.Verdict);
    }

    private static SizingTarget Target(string option, string text) => ShareBound.TryParse(text, out Bound bound, out string reason)
        ? new SizingTarget(bound, text)
        : throw new UsageException($"{option}: {reason}");

    private static string FolderOf(string? given, string name) => given ?? Path.Combine(
        "reports", "runs",
        $"{name}-size-{TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");

    private static string Replay(ParseResult parsed, string file, ulong seed)
    {
        IEnumerable<string> words =
            [CommandName.Text, "size", ShellWord.Of(file), "--survival", ShellWord.Of(parsed.GetRequiredValue(Survival))];
        if (parsed.GetValue(Newcomers) is { } newcomers) words = [.. words, "--newcomers", ShellWord.Of(newcomers)];
        if (parsed.GetValue(Group) is { } group) words = [.. words, "--group", ShellWord.Of(group)];
        if (parsed.GetRequiredValue(Axis) is not "mapSize" and var axis) words = [.. words, "--axis", ShellWord.Of(axis)];
        words = [.. words, .. (parsed.GetValue(Variants) ?? []).SelectMany(variant => new[] { "--variant", ShellWord.Of(variant) })];
        words = [.. words, .. (parsed.GetValue(Chosen.Set) ?? []).SelectMany(set => new[] { "--set", ShellWord.Of(set) })];
        return string.Join(' ', [.. words, "--seed", seed.ToString(CultureInfo.InvariantCulture)]);
    }
}
