using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>The matrix of the file with the axes that the layers above it replace or add.</summary>
/// <param name="Matrix">Null: there is none.</param>
/// <param name="Gone">By axis, as the file spells it: values that a replaced axis no longer has.</param>
internal sealed record EffectiveMatrix(MappingNode? Matrix, IReadOnlyDictionary<string, IReadOnlySet<string>> Gone)
{
    /// <param name="file">The file's matrix; null: it has none.</param>
    /// <param name="overrides">In the order in which they count: of two for one axis the last holds.</param>
    /// <param name="paths">Knows which names mean the same axis.</param>
    public static EffectiveMatrix Of(MappingNode? file, IReadOnlyList<MappingEntry> overrides, PathFinder paths)
    {
        List<MappingEntry> entries = [.. file?.Entries ?? []];
        Dictionary<string, IReadOnlySet<string>> gone = new(StringComparer.Ordinal);
        foreach (MappingEntry axis in overrides)
        {
            int place = entries.FindIndex(entry => IsSame(entry.Key.Text, axis.Key.Text, paths));
            if (place < 0)
            {
                entries.Add(axis);
                continue;
            }

            string name = entries[place].Key.Text;
            HashSet<string> before = [.. TextsOf(file?[name])];
            before.ExceptWith(TextsOf(axis.Value));
            gone[name] = before;
            entries[place] = new MappingEntry(entries[place].Key, axis.Value);
        }

        if (overrides.Count == 0) return new EffectiveMatrix(file, gone);
        int exclude = entries.FindIndex(entry => entry.Key.Text == AxesKey.Exclude);
        if (exclude >= 0 && entries[exclude].Value is ListNode { Items.Count: > 0 } list)
        {
            List<TreeNode> kept = [.. list.Items.Where(item => item is not MappingNode mapping || !NamesGone(mapping, gone))];
            if (kept.Count == 0) entries.RemoveAt(exclude);
            else entries[exclude] = new MappingEntry(entries[exclude].Key, list with { Items = kept });
        }

        return new EffectiveMatrix(new MappingNode(file?.Origin ?? overrides[0].Key.Origin, entries), gone);
    }

    /// <summary>The expectations that are about values which the matrix still has.</summary>
    /// <returns>Those, or null if there are none, and how many were left out.</returns>
    public (ListNode? Kept, int LeftOut) Filter(ListNode? expectations, PathFinder paths)
    {
        if (expectations is null || Gone.Values.All(values => values.Count == 0)) return (expectations, 0);
        List<TreeNode> kept = [.. expectations.Items.Where(item => item is not MappingNode mapping || !IsAboutGone(mapping, paths))];
        return (kept.Count == 0 ? null : expectations with { Items = kept }, expectations.Items.Count - kept.Count);
    }

    private bool IsAboutGone(MappingNode item, PathFinder paths)
    {
        if (item[ExpectKeys.Where.Name] is MappingNode where && NamesGone(where, Gone)) return true;
        // A comparison names variants beside `where`.
        string? variant = Gone.Keys.FirstOrDefault(axis => paths.Find(axis.Split('.')).Value?.Scalar == NatKeys.Variant);
        return variant is not null && item.Entries.Any(entry => entry.Value is ScalarNode value && Gone[variant].Contains(value.Text));
    }

    private static bool NamesGone(MappingNode where, IReadOnlyDictionary<string, IReadOnlySet<string>> gone) => where.Entries.Any(
        entry => entry.Value is ScalarNode value && gone.TryGetValue(entry.Key.Text, out IReadOnlySet<string>? values)
            && values.Contains(value.Text));

    private static IEnumerable<string> TextsOf(TreeNode? values) =>
        ((values as ListNode)?.Items ?? []).OfType<ScalarNode>().Select(value => value.Text);

    private static bool IsSame(string left, string right, PathFinder paths)
    {
        if (left == right) return true;
        Parsed<SettingPath> first = paths.Find(left.Split('.')), second = paths.Find(right.Split('.'));
        return first.Value is { } path && path.Key == second.Value?.Key;
    }
}
