using System.Text.Json;

namespace Chaos.Runs;

/// <summary>The members of an enum as the run folder spells them: camelCase, and nothing for `None`.</summary>
public static class Spelling
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Text;

    /// <summary>Every spelling but the empty one, in declaration order.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Table<T>.Entries.Select(entry => entry.Text).Where(text => text.Length > 0);

    /// <summary>False for a text that is no member; the empty text is `None` where the enum has it.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, Enum
    {
        foreach ((T member, string spelling) in Table<T>.Entries)
        {
            if (text.SequenceEqual(spelling))
            {
                value = member;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly (T Value, string Text)[] Entries =
            [.. Enum.GetValues<T>().Select(value => (value, Spell(value.ToString())))];

        private static string Spell(string name) => name == "None" ? "" : JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
