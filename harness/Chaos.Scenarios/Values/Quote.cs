using System.Globalization;
using System.Text;

namespace Chaos.Scenarios.Values;

/// <summary>A text from outside, made fit for one line of an error message.</summary>
internal static class Quote
{
    private const int LongestCharacters = 60;

    /// <summary>In backticks, cut after 60 characters, control characters escaped.</summary>
    public static string Of(string text) => $"`{Bare(text)}`";

    /// <summary>The same without backticks, for a part of something longer.</summary>
    public static string Bare(string text)
    {
        StringBuilder quoted = new();
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, LongestCharacters)))
        {
            _ = char.IsControl(character) || char.IsSurrogate(character)
                ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : quoted.Append(character);
        }

        return quoted.Append(text.Length > LongestCharacters ? "..." : "").ToString();
    }
}
