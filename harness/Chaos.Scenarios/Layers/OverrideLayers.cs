using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Layers;

/// <summary>The layers above the file: the environment, then `--set`.</summary>
internal sealed class OverrideLayers(PathFinder paths, MistakeList mistakes)
{
    private const string SetName = "--set";

    /// <summary>Axes that are replaced or added, in the order in which they were read.</summary>
    public List<MappingEntry> Axes { get; } = [];

    private const string EnvironmentSeparator = "__";

    /// <summary>Variables of other programs are left alone. Two names of one path: the last in alphabetical order holds.</summary>
    public SettingsLayer FromEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        SettingsLayer layer = new();
        foreach ((string name, string text) in variables
            .Where(variable => variable.Key.StartsWith(ScenarioLoader.EnvironmentPrefix, StringComparison.Ordinal))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal))
            Set(layer, Origin.OfLayer(name), name[ScenarioLoader.EnvironmentPrefix.Length..].Split(EnvironmentSeparator), text);
        return layer;
    }

    /// <summary>Of two values for one path the last holds.</summary>
    public SettingsLayer FromSets(IReadOnlyList<string> sets)
    {
        SettingsLayer layer = new();
        foreach (string set in sets)
        {
            if (set.Split('=', 2) is [string path, string text])
                Set(layer, Origin.OfLayer(SetName), path.Split('.'), text);
            else
                mistakes.Add(Origin.OfLayer(SetName), $"{Quote.Of(set)} has no value; write path=value, for example duration=10s");
        }

        return layer;
    }

    private void Set(SettingsLayer layer, Origin origin, string[] segments, string text)
    {
        if (segments is [var first, _, ..] && first == ScenarioKeys.Matrix.Name)
        {
            AddAxis(origin, string.Join('.', segments[1..]), text);
            return;
        }

        string shown = Quote.Of(string.Join('.', segments));
        Parsed<SettingPath> found = paths.Find(segments);
        if (found.Value is not { } path)
            mistakes.Add(origin, $"{shown}: {found.Wrong}");
        else if (path.Scalar.Reach == Reach.File)
            mistakes.Add(origin, $"{shown}: only the file can say this, since paths are made of it");
        else
            layer.Set(path.Key, text, origin);
    }

    /// <summary>`[4096, 8192]`, also without the brackets.</summary>
    private void AddAxis(Origin origin, string name, string text)
    {
        string list = text.Trim();
        if (list.StartsWith('[') && list.EndsWith(']')) list = list[1..^1];
        string[] values = [.. list.Split(',', StringSplitOptions.TrimEntries).Select(value => value.Trim('"', '\''))];
        if (values.Contains(""))
        {
            mistakes.Add(
                origin, $"{Quote.Of($"matrix.{name}")}: {Quote.Of(text)} lacks a value; write the values to try, for example [1, 2]");
        }
        else
        {
            Axes.Add(new MappingEntry(
                new ScalarNode(origin, name), new ListNode(origin, [.. values.Select(value => new ScalarNode(origin, value))])));
        }
    }
}
