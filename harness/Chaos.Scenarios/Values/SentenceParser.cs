using System.Text;
using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>Free text for people; line breaks and runs of blanks become one blank, so that it fits into a headline.</summary>
internal sealed class SentenceParser : ValueParser<string>
{
    private const int LongestCharacters = 1000;

    public override Parsed<string> Parse(string text)
    {
        string sentence = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (sentence.Length > LongestCharacters)
            return Wrong($"the text is longer than {LongestCharacters} characters; put the details into comments");
        return sentence.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar)
            ? Wrong($"{Quote.Of(sentence)} holds a control character or half of a character; write plain text")
            : Right(sentence);
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = LongestCharacters };
}
