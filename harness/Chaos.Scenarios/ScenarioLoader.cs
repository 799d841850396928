using System.Collections.Frozen;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Yaml;
using Chaos.Targets;

namespace Chaos.Scenarios;

/// <summary>Loads a scenario: the file, then the environment, then `--set`, then the matrix. Never throws for what a file holds.</summary>
public static class ScenarioLoader
{
    /// <summary>Variables such as `CHAOS_SCENARIO__nat__map__size=4096` lie above the file; all others are left alone.</summary>
    public const string EnvironmentPrefix = "CHAOS_SCENARIO__";

    /// <param name="path">A file larger than 1 MiB is refused unread.</param>
    /// <param name="sets">`path=value`, above the environment; of two values for one path the last holds.</param>
    /// <param name="environment">Variables of the process, if they are to count.</param>
    /// <param name="targets">What `nat.target` may name; null: the built-in targets.</param>
    public static LoadResult Load(
        string path, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string>? environment, TargetCatalog? targets = null)
    {
        MistakeList mistakes = new();
        return Load(ScenarioText.Read(path, mistakes), path, sets, environment, targets, mistakes);
    }

    /// <summary>The same for a stream, such as standard input; positions are shown with <paramref name="fileNameForErrors"/>.</summary>
    public static LoadResult Load(
        Stream stream, string fileNameForErrors, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string>? environment,
        TargetCatalog? targets = null)
    {
        MistakeList mistakes = new();
        return Load(ScenarioText.Read(stream, fileNameForErrors, mistakes), fileNameForErrors, sets, environment, targets, mistakes);
    }

    /// <summary>The same for a text in memory; positions are shown with <paramref name="fileNameForErrors"/>.</summary>
    public static LoadResult LoadText(
        string text, string fileNameForErrors, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string>? environment,
        TargetCatalog? targets = null) =>
        Load(text, fileNameForErrors, sets, environment, targets, new MistakeList());

    private static LoadResult Load(
        string? text, string file, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string>? environment,
        TargetCatalog? targets, MistakeList mistakes)
    {
        MappingNode? root = text is null ? null : YamlTree.Read(text, file, mistakes);
        ScenarioPlan? plan = root is null
            ? null
            : PlanBuilder.Build(
                root, sets, environment ?? FrozenDictionary<string, string>.Empty, targets ?? TargetCatalog.BuiltIn, mistakes);
        return new LoadResult(plan, mistakes.Ordered());
    }
}

/// <summary>A plan, or else (and only then it is null) all that is wrong, ordered by position, mistakes of the other layers last.</summary>
public sealed record LoadResult(ScenarioPlan? Plan, IReadOnlyList<Mistake> Mistakes);
