using YamlDotNet.Serialization;

namespace Chaos.Experiments;

/// <summary>A scenario written in code, with the keys and the values of a scenario file.</summary>
/// <remarks>It writes the file and the loader reads it, so every check and default is the file's own.</remarks>
public sealed class ScenarioBuilder
{
    private readonly Dictionary<string, object> root = new(StringComparer.Ordinal);

    /// <param name="name">Becomes the name of the run folder.</param>
    /// <param name="duration">From t = 0 to the end of the pressure: `60s`.</param>
    public ScenarioBuilder(string name, string duration)
    {
        root["version"] = "1";
        root["name"] = name;
        root["duration"] = duration;
    }

    /// <summary>Sets a value by its path: `nat.map.size`, `clients`.</summary>
    public ScenarioBuilder Set(string path, string value)
    {
        string[] keys = path.Split('.');
        Dictionary<string, object> section = root;
        foreach (string key in keys[..^1]) section = Section(section, key);
        section[keys[^1]] = value;
        return this;
    }

    /// <summary>Adds a group of watched flows.</summary>
    public ScenarioBuilder Flows(string name, params IEnumerable<(string Key, string Value)> keys) =>
        Add("flows", [("name", name), .. keys]);

    /// <summary>Adds a group of short flows.</summary>
    public ScenarioBuilder Pressure(string name, params IEnumerable<(string Key, string Value)> keys) =>
        Add("pressure", [("name", name), .. keys]);

    /// <summary>Adds an axis of the matrix.</summary>
    public ScenarioBuilder Axis(string path, params IReadOnlyList<string> values)
    {
        Section(root, "matrix")[path] = values.ToList();
        return this;
    }

    /// <summary>Leaves out the cells that have all of these axis values.</summary>
    public ScenarioBuilder Exclude(params IEnumerable<(string Axis, string Value)> values)
    {
        AddTo(Section(root, "matrix"), "exclude", values);
        return this;
    }

    /// <summary>The scenario as a file.</summary>
    public string ToYaml() => new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(root);

    private ScenarioBuilder Add(string list, IEnumerable<(string Key, string Value)> keys)
    {
        AddTo(root, list, keys);
        return this;
    }

    private static void AddTo(Dictionary<string, object> section, string list, IEnumerable<(string Key, string Value)> keys)
    {
        if (!section.TryGetValue(list, out object? items)) section[list] = items = new List<object>();
        ((List<object>)items).Add(keys.ToDictionary(key => key.Key, key => (object)key.Value, StringComparer.Ordinal));
    }

    private static Dictionary<string, object> Section(Dictionary<string, object> parent, string key)
    {
        if (!parent.TryGetValue(key, out object? section)) parent[key] = section = new Dictionary<string, object>(StringComparer.Ordinal);
        return (Dictionary<string, object>)section;
    }
}
