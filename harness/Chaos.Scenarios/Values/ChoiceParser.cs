using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>One word of a closed list.</summary>
internal sealed class ChoiceParser<T>(params IReadOnlyList<(string Word, T Value)> choices) : ValueParser<T>
{
    private string[] Words => [.. choices.Select(choice => choice.Word)];

    public override Parsed<T> Parse(string text)
    {
        foreach ((string word, T value) in choices)
            if (word == text) return Right(value);
        return Wrong($"{Quote.Of(text)} is not one of {string.Join(", ", Words)}{Question(text)}");
    }

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Words.Select(Literal)]) };

    private string Question(string text) => Suggestion.Nearest(text, Words) is { } nearest ? $"; did you mean `{nearest}`?" : "";
}
