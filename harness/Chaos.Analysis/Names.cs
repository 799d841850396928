namespace Chaos.Analysis;

/// <summary>The different values of a column, numbered in order of appearance.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class Names(int most)
{
    private readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal);

    public int Most => most;

    /// <summary>Null: one too many.</summary>
    public ushort? NumberOf(ReadOnlySpan<char> text)
    {
        Dictionary<string, ushort>.AlternateLookup<ReadOnlySpan<char>> bySpan = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (bySpan.TryGetValue(text, out ushort number)) return number;
        if (numbers.Count == most) return null;
        number = (ushort)numbers.Count;
        numbers.Add(text.ToString(), number);
        return number;
    }

    /// <summary>The names in ordinal order, and the place of each number in it.</summary>
    public (string[] Ordered, ushort[] Ranks) Ranked()
    {
        string[] ordered = [.. numbers.Keys.Order(StringComparer.Ordinal)];
        ushort[] ranks = new ushort[ordered.Length];
        for (int place = 0; place < ordered.Length; place++) ranks[numbers[ordered[place]]] = (ushort)place;
        return (ordered, ranks);
    }
}
