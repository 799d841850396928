using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>A name that can stand in a path, a file name and a table: small letters, digits and `-`.</summary>
internal sealed partial class NameParser : ValueParser<string>
{
    public override Parsed<string> Parse(string text) => Shape().IsMatch(text)
        ? text == "null" ? Wrong("`null` is YAML for nothing; write a name") : Right(text)
        : Wrong($"{Quote.Of(text)} is not a name; write 1 to 100 small letters (a-z), digits and `-`");

    public override JsonObject Schema() => PatternSchema("^(?!null$)[a-z0-9-]{1,100}$");

    [GeneratedRegex(@"\A[a-z0-9-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
