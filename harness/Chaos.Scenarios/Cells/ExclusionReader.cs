using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>`exclude` of the matrix, checked against its axes.</summary>
internal sealed class ExclusionReader(IReadOnlyList<Axis> axes, MistakeList mistakes)
{
    private const string Example = "for example `{ backend: sim, nat.target: none }`";

    public IReadOnlyList<Exclusion> Read(MappingNode? matrix)
    {
        // Another kind of node has been reported with the structure of the file. Wrong axes have been reported, too.
        if (matrix?[AxesKey.Exclude] is not ListNode list || axes.Count == 0) return [];
        if (list.Items.Count == 0) mistakes.Add(list.Origin, $"`{AxesKey.Exclude}` is an empty list; write an item or leave the key out");
        return [.. list.Items.Select(Read).OfType<Exclusion>()];
    }

    /// <summary>Null after a mistake.</summary>
    private Exclusion? Read(TreeNode item)
    {
        if (item is not MappingNode { Entries.Count: > 0 } mapping)
        {
            mistakes.Add(item.Origin, $"an item of `{AxesKey.Exclude}` is a mapping of axis values, {Example}");
            return null;
        }

        List<KeyValuePair<string, string>> values = [];
        foreach (MappingEntry entry in mapping.Entries)
            if (Value(entry) is { } value) values.Add(KeyValuePair.Create(entry.Key.Text, value.Text));
        return values.Count == mapping.Entries.Count ? new Exclusion(mapping.Origin, values) : null;
    }

    private ScalarNode? Value(MappingEntry entry)
    {
        if (!KnownWord.Check(entry.Key, axes.Select(axis => axis.Name), "axis", mistakes)) return null;
        if (entry.Value is not ScalarNode value)
        {
            mistakes.Add(entry.Value.Origin, $"{Quote.Of(entry.Key.Text)} must be a single value; write an item for each value");
            return null;
        }

        IEnumerable<string> known = axes.First(axis => axis.Name == entry.Key.Text).Texts;
        return KnownWord.Check(value, known, $"value on the axis `{entry.Key.Text}`", mistakes) ? value : null;
    }
}
