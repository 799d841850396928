using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Yaml;

/// <summary>A word of the file that must name something of the scenario.</summary>
internal static class KnownWord
{
    /// <summary>False after a mistake, which suggests a word.</summary>
    public static bool Check(ScalarNode word, IEnumerable<string> known, string what, MistakeList mistakes)
    {
        string[] all = [.. known];
        if (all.Contains(word.Text)) return true;
        mistakes.Add(word.Origin, $"there is no {what} {Quote.Of(word.Text)}; {Suggestion.Text(word.Text, all)}");
        return false;
    }
}
