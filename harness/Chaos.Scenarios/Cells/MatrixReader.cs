using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>The matrix of the file into axes, which the layers in <paramref name="overrides"/> must leave alone.</summary>
internal sealed class MatrixReader(PathFinder paths, IReadOnlyList<SettingsLayer> overrides, MistakeList mistakes)
{
    /// <summary>More than anybody waits for; keeps the work of a hostile file small.</summary>
    private const int LargestCells = 20_000;

    private readonly List<Axis> axes = [];

    /// <summary>Empty if there is no matrix, or none that could be planned.</summary>
    public IReadOnlyList<Axis> Read(MappingNode? matrix)
    {
        if (matrix is null) return [];
        foreach (MappingEntry entry in matrix.Entries)
        {
            // Another kind of node has been reported with the structure of the file.
            if (entry.Value is ListNode values && entry.Key.Text != AxesKey.Exclude) Add(entry.Key, values);
        }

        if (matrix.Entries.Count > 0 && matrix.Entries.All(entry => entry.Key.Text == AxesKey.Exclude))
            mistakes.Add(matrix.Origin, $"`matrix` has no axis that `{AxesKey.Exclude}` could leave out values of");
        if (axes.Aggregate(1L, (cells, axis) => Math.Min(LargestCells + 1L, cells * axis.Values.Count)) <= LargestCells)
            return axes;

        mistakes.Add(matrix.Origin, $"`matrix` has more than {LargestCells} cells; split the scenario");
        return [];
    }

    private void Add(ScalarNode key, ListNode list)
    {
        Parsed<SettingPath> found = paths.Find(key.Text.Split('.'));
        if (found.Value is not { } path)
        {
            mistakes.Add(key.Origin, $"{Quote.Of(key.Text)}: {found.Wrong}");
        }
        else if (path.Scalar.Reach != Reach.Matrix)
        {
            mistakes.Add(key.Origin, $"`{key.Text}` cannot be an axis, since it is the same for the whole scenario");
        }
        else if (axes.FirstOrDefault(axis => axis.Path.Key == path.Key) is { } twin)
        {
            mistakes.Add(key.Origin, $"`{key.Text}` is the same axis as `{twin.Name}`; keep one");
        }
        else if (list.Items.Count == 0)
        {
            mistakes.Add(list.Origin, $"`{key.Text}` is an empty list; write the values to try");
        }
        else
        {
            RefuseOverrides(key.Text, path);
            axes.Add(new Axis(key.Text, path, Values(path.Scalar, list)));
        }
    }

    /// <summary>A `--set` that the matrix then hides would look as if it had been obeyed.</summary>
    private void RefuseOverrides(string name, SettingPath path)
    {
        foreach (Origin origin in overrides.Select(layer => layer.OriginOf(path.Key)).OfType<Origin>())
            mistakes.Add(origin, $"`{name}` is an axis of the matrix, which gives it its values; choose cells (--only), or "
                + $"replace the axis (--axis {name}=...), instead of setting it");
    }

    private List<ScalarNode> Values(ScalarKey key, ListNode list)
    {
        List<ScalarNode> values = [];
        Dictionary<object, string> spelled = [];
        foreach (TreeNode item in list.Items)
        {
            if (item is not ScalarNode scalar)
            {
                mistakes.Add(item.Origin, "a value of the matrix must be a single value");
                continue;
            }

            values.Add(scalar);

            // A wrong value is reported by the cells that it is bound into. `never` is null, which no dictionary takes as a key.
            Parsed<object> parsed = key.AnyParser.ParseAny(scalar.Text);
            object value = parsed.Value ?? DBNull.Value;
            if (parsed.Wrong is null && !spelled.TryAdd(value, scalar.Text))
            {
                string twin = Quote.Of(spelled[value]);
                mistakes.Add(scalar.Origin, $"{Quote.Of(scalar.Text)} is the same value as {twin}; each value of an axis makes one cell");
            }
        }

        return values;
    }
}
