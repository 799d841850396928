using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chaos.Experiments;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Cli.Commands;

/// <summary>The words that choose scenarios and their cells, the same for each verb that reads scenarios.</summary>
internal static class Chosen
{
    public static readonly Argument<string[]> Files = new("SCENARIO")
    {
        Description = "Scenario files (YAML); - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "Sets a value of the scenario, as path=value: --set nat.map.size=4096, --set flows.feeds.count=100, or replaces an "
            + "axis: --set matrix.mapSize=[4096,8192]. May be given again.",
        HelpName = "path=value",
    };

    public static readonly Option<string[]> Axis = new("--axis")
    {
        Description = "Replaces an axis of the matrix, or adds one: --axis mapSize=4096,8192. May be given again.",
        HelpName = "path=value,...",
    };

    public static readonly Option<string[]> Only = new("--only")
    {
        Description = "Takes only cells with this value of an axis: --only variant=baseline. May be given again.",
        HelpName = "axis=value",
    };

    public static readonly Option<ulong?> Seed = Numbers.Whole<ulong>("--seed", 0, ulong.MaxValue, "The seed, instead of the scenario's.");

    /// <summary>Adds the options to a verb; the argument is the verb's own.</summary>
    public static void AddTo(Command verb)
    {
        foreach (Option option in (Option[])[Set, Axis, Only, Seed]) verb.Options.Add(option);
    }

    /// <summary>What lies above the files: `path=value`, in the order in which it counts.</summary>
    public static IReadOnlyList<string> SetsOf(ParseResult parsed)
    {
        List<string> sets = [.. parsed.GetValue(Set) ?? [], .. (parsed.GetValue(Axis) ?? []).Select(AsSet)];
        if (parsed.GetValue(Seed) is { } seed) sets.Add(string.Create(CultureInfo.InvariantCulture, $"seed={seed}"));
        return sets;
    }

    /// <summary>
    /// Loads all scenarios with the cells that were chosen; null, with every mistake printed, if one of them is bad: then nothing is
    /// started and nothing written.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">Scenario files.</param>
    /// <param name="json">Prints the mistakes as data on standard output.</param>
    public static IReadOnlyList<(string File, Experiment Experiment)>? Load(ParseResult parsed, IReadOnlyList<string> files, bool json)
    {
        InputFile.RefuseTwoReaders(files);
        List<(string File, Experiment Experiment)> experiments = [];
        List<Mistake> mistakes = [];
        foreach (string file in files)
        {
            LoadResult result = LoadOne(parsed, file);
            mistakes.AddRange(result.Mistakes);
            if (result.Plan is { } plan) experiments.Add((file, Cells(parsed, plan)));
        }

        if (mistakes.Count == 0) return experiments;
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(mistakes, JsonText.Options));
        else foreach (Mistake mistake in mistakes) Console.Error.WriteLine(mistake);
        return null;
    }

    /// <summary>Loads one scenario through all its layers.</summary>
    /// <exception cref="UsageException">The file is not there.</exception>
    public static LoadResult LoadOne(ParseResult parsed, string file)
    {
        if (file == InputFile.StandardInput)
        {
            using Stream input = Console.OpenStandardInput();
            return ScenarioLoader.Load(input, file, SetsOf(parsed), Layer.FromEnvironment());
        }

        return File.Exists(file)
            ? ScenarioLoader.Load(file, SetsOf(parsed), Layer.FromEnvironment())
            : throw new UsageException($"{ShellWord.Of(file)}: no such file");
    }

    /// <exception cref="RefusedException">An axis or a value that the matrix does not have.</exception>
    public static Experiment Cells(ParseResult parsed, ScenarioPlan plan) =>
        new Experiment(plan, TargetCatalog.BuiltIn).Only(parsed.GetValue(Only) ?? []);

    private static string AsSet(string axis) => axis.Split('=', 2) is [string path, string values]
        ? $"matrix.{path}=[{values}]"
        : throw new UsageException($"--axis {axis}: write path=value,value, for example --axis mapSize=4096,8192");
}
