using System.CommandLine;
using System.CommandLine.Parsing;
using Chaos.Experiments.Worlds;

namespace Chaos.Cli.Commands;

/// <summary>Options that several verbs have.</summary>
internal static class Shared
{
    public static Option<bool> Json() => new("--json") { Description = "Prints data as one JSON document." };

    public static Option<string> Backend() => OneOf(
        "--backend", WorldCatalog.Names,
        $"The world: {string.Join(" or ", WorldCatalog.All.Select(world => $"{world.Name} ({world.Description})"))}.");

    /// <summary>An option that takes one of several words; the first is the default.</summary>
    public static Option<string> OneOf(string name, IReadOnlyList<string> words, string description)
    {
        Option<string> option = new(name)
        {
            Description = description, HelpName = string.Join('|', words), DefaultValueFactory = _ => words[0],
        };
        return Restrict(option, name, words);
    }

    /// <summary>The world that the command line names; null: it names none, so that a scenario may.</summary>
    public static WorldKind? WorldOf(ParseResult parsed, Option<string> backend) =>
        parsed.GetResult(backend) is { Implicit: false } ? WorldCatalog.Find(parsed.GetRequiredValue(backend)) : null;

    /// <summary>The same without a default.</summary>
    public static Option<string?> OneOfOrNone(string name, IReadOnlyList<string> words, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = string.Join('|', words) };
        return Restrict(option, name, words);
    }

    private static Option<T> Restrict<T>(Option<T> option, string name, IReadOnlyList<string> words)
    {
        option.Validators.Add(result => Refuse(result, name, words));
        option.CompletionSources.Add([.. words]);
        return option;
    }

    private static void Refuse(OptionResult result, string name, IReadOnlyList<string> words)
    {
        foreach (string word in result.Tokens.Select(token => token.Value).Where(word => !words.Contains(word)))
            result.AddError($"{name}: '{word}' is not one of {string.Join(", ", words)}");
    }
}
