using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>`my-nat:1.2`, `registry.example/nat@sha256:...`: an image as an engine names it.</summary>
internal sealed partial class ImageReferenceParser : ValueParser<string?>
{
    /// <summary>A letter is in it, so that no editor takes it for a number.</summary>
    private const string Pattern = "(?!(null|true|false)$)(?=.*[a-z])[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,254}";

    public override Parsed<string?> Parse(string text) => Shape().IsMatch(text)
        ? Right(text)
        : Wrong($"{Quote.Of(text)} is no name of an image; write it as the engine lists it, for example my-nat:1.2");

    public override JsonObject Schema() => PatternSchema($"^{Pattern}$");

    [GeneratedRegex($@"\A{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
