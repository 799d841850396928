using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chaos.Targets.Image;

namespace Chaos.Scenarios.Values;

/// <summary>`[EVICT=lru, LOG=debug]`: variables, each once. A value has no comma and no blank.</summary>
internal sealed partial class EnvironmentParser : ValueParser<IReadOnlyDictionary<string, string>?>
{
    private const string Pattern = $@"(?!{ImageEnvironment.Prefix})[A-Za-z_][A-Za-z0-9_]{{0,99}}=[^\s,\[\]]{{0,1000}}";

    public override bool TakesList => true;

    public override Parsed<IReadOnlyDictionary<string, string>?> Parse(string text)
    {
        string list = text is ['[', .. var inner, ']'] ? inner : text;
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Shape().IsMatch(part))
            {
                return Wrong(part.StartsWith(ImageEnvironment.Prefix, StringComparison.Ordinal)
                    ? $"{Quote.Of(part)}: names that begin with {ImageEnvironment.Prefix} belong to the contract; choose another"
                    : $"{Quote.Of(part)} is no variable; write NAME=value, without blanks and commas");
            }

            string[] pair = part.Split('=', 2);
            if (!variables.TryAdd(pair[0], pair[1])) return Wrong($"{Quote.Of(text)} has {pair[0]} twice; write it once");
        }

        return Right(variables);
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            PatternSchema($@"^\[?{Pattern}(, *{Pattern})*\]?$"),
            new JsonObject { ["type"] = "array", ["items"] = PatternSchema($"^{Pattern}$"), ["minItems"] = 1 }),
    };

    [GeneratedRegex($@"\A{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
