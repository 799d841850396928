using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios;

/// <summary>A bound on a share as scenarios spell it, for callers that take one elsewhere: `>= 99.9%`.</summary>
public static class ShareBound
{
    private static readonly BoundParser Parser = new("%", 0);

    /// <param name="text">As in `survival:`.</param>
    /// <param name="bound">As a fraction.</param>
    /// <param name="reason">What is wrong with the text, and the remedy; empty if nothing is.</param>
    public static bool TryParse(string text, out Bound bound, out string reason)
    {
        Parsed<SpelledBound> parsed = Parser.Parse(text);
        (bound, reason) = (parsed.Value.Bound, parsed.Wrong ?? "");
        return parsed.Wrong is null;
    }
}
