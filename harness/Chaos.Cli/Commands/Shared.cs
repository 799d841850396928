using System.Collections;
using System.CommandLine;
using Chaos.Experiments;
using Chaos.Experiments.Worlds;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Cli.Commands;

/// <summary>Options that several verbs have, and the loading of scenarios.</summary>
internal static class Shared
{
    public static Argument<string[]> Scenarios() => new("SCENARIO")
    {
        Description = "Scenario files (YAML).",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description =
        "Sets a value of the scenario, as path=value: --set nat.map.size=4096, --set flows.feeds.count=100. May be given again.",
        HelpName = "path=value",
    };

    public static Option<bool> Json() => new("--json") { Description = "Prints data as JSON." };

    public static Option<string> Backend()
    {
        Option<string> option = new("--backend")
        {
            Description = $"The world: {string.Join(" or ", WorldCatalog.All.Select(world => $"{world.Name} ({world.Description})"))}.",
            DefaultValueFactory = _ => WorldCatalog.Default.Name,
        };
        return option.AcceptOnlyFromAmong([.. WorldCatalog.Names]);
    }

    /// <summary>Loads one scenario through all its layers.</summary>
    /// <exception cref="UsageException">The file is not there.</exception>
    public static LoadResult Load(string file, IReadOnlyList<string> sets)
    {
        if (!File.Exists(file)) throw new UsageException($"{file}: no such file");
        return ScenarioLoader.Load(file, sets, LayerFromEnvironment());
    }

    /// <summary>
    /// Loads all scenarios; null, with every mistake printed, if one of them is bad: then nothing is started and nothing written.
    /// </summary>
    public static IReadOnlyList<(string File, Experiment Experiment)>? LoadAll(IReadOnlyList<string> files, IReadOnlyList<string> sets)
    {
        List<(string File, Experiment Experiment)> experiments = [];
        bool bad = false;
        foreach (string file in files)
        {
            LoadResult result = Load(file, sets);
            foreach (Mistake mistake in result.Mistakes) Console.Error.WriteLine(mistake);
            if (result.Plan is { } plan) experiments.Add((file, new Experiment(plan, TargetCatalog.BuiltIn)));
            else bad = true;
        }

        return bad ? null : experiments;
    }

    /// <summary>The variables that lie above a scenario file, in ordinal order.</summary>
    public static SortedDictionary<string, string> LayerFromEnvironment() =>
        new(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith(ScenarioLoader.EnvironmentPrefix, StringComparison.Ordinal))
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""), StringComparer.Ordinal);
}
