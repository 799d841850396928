using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Layers;

/// <summary>The layers above the file: the environment, then `--set`.</summary>
internal sealed class OverrideLayers(PathFinder paths, MistakeList mistakes)
{
    private const string SetName = "--set";
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
        string shown = Quote.Of(string.Join('.', segments));
        Parsed<SettingPath> found = paths.Find(segments);
        if (found.Value is not { } path)
            mistakes.Add(origin, $"{shown}: {found.Wrong}");
        else if (path.Scalar.Reach == Reach.File)
            mistakes.Add(origin, $"{shown}: only the file can say this, since paths are made of it");
        else
            layer.Set(path.Key, text, origin);
    }
}
