using System.Text.Json.Nodes;
using Chaos.Nat.Variants;

namespace Chaos.Scenarios.Values;

/// <summary>A variant, a minor release of Cilium, or any patch release of one.</summary>
internal sealed class VariantParser : ValueParser<string>
{
    public override Parsed<string> Parse(string text) => VariantCatalog.Knows(text)
        ? Right(text)
        : Wrong($"{Quote.Of(text)} is not one of {string.Join(", ", VariantCatalog.Names)}, or a patch release of these"
            + (Suggestion.Nearest(text, VariantCatalog.Names) is { } nearest ? $"; did you mean `{nearest}`?" : ""));

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. VariantCatalog.Names.Select(Literal)]) },
            PatternSchema(CiliumReleases.PatchPattern)),
    };
}
