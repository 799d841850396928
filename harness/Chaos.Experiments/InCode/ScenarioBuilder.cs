using System.Globalization;
using Chaos.Targets;
using YamlDotNet.Serialization;

namespace Chaos.Experiments.InCode;

/// <summary>A scenario written in code, with the keys and the values of a scenario file.</summary>
/// <remarks>It writes the file and the loader reads it, so every check and default is the file's own.</remarks>
public sealed class ScenarioBuilder
{
    private readonly Dictionary<string, object> root = new(StringComparer.Ordinal);
    private TargetCatalog targets = TargetCatalog.BuiltIn;

    /// <param name="name">Becomes the name of the run folder.</param>
    /// <param name="duration">From t = 0 to the end of the pressure: `60s`.</param>
    public ScenarioBuilder(string name, string duration)
    {
        root["version"] = "1";
        root["name"] = name;
        root["duration"] = duration;
    }

    /// <summary>Clients, the NAT, servers.</summary>
    /// <param name="name">Becomes the name of the run folder.</param>
    /// <param name="duration">From t = 0 to the end of the pressure.</param>
    public static ScenarioBuilder Egress(string name, TimeSpan duration) => new(name, InFileUnits.Of(duration));

    /// <summary>Clients outside, a node that is their service's door, pods behind it.</summary>
    /// <param name="name">Becomes the name of the run folder.</param>
    /// <param name="duration">From t = 0 to the end of the pressure.</param>
    public static ScenarioBuilder NodePort(string name, TimeSpan duration) => Egress(name, duration).Set("topology", "nodeport");

    /// <summary>The NAT between the hosts: somebody's own datapath, for example.</summary>
    /// <exception cref="ArgumentException">A built-in target has its name.</exception>
    public ScenarioBuilder Through(ITarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        targets = targets.With(target);
        return Set("nat.target", target.Name);
    }

    /// <summary>Independent seeds per cell, at least 1.</summary>
    public ScenarioBuilder Repetitions(int count) => Set("repetitions", count.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Adds a group of watched flows: <c>Flows("feeds", 100, flows => flows.Udp().ServerEvery(TimeSpan.FromSeconds(1)))</c>.
    /// </summary>
    public ScenarioBuilder Flows(string name, int count, Func<FlowsInCode, FlowsInCode> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return Flows(name, [("count", count.ToString(CultureInfo.InvariantCulture)), .. describe(new FlowsInCode()).Keys]);
    }

    /// <summary>Adds a group of short flows, so many a second: <c>Pressure("dns", 400, flows => flows.Udp())</c>.</summary>
    public ScenarioBuilder Pressure(string name, int perSecond, Func<PressureInCode, PressureInCode> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        string rate = string.Create(CultureInfo.InvariantCulture, $"{perSecond}/s");
        return Pressure(name, [("rate", rate), .. describe(new PressureInCode()).Keys]);
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

    /// <summary>Adds an axis to the matrix.</summary>
    public ScenarioBuilder Matrix(string path, params IReadOnlyList<string> values)
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

    /// <summary>The scenario, ready to run.</summary>
    /// <exception cref="BadScenarioException">It has mistakes.</exception>
    public Experiment Build() => Experiment.FromText(ToYaml(), targets: targets);

    /// <summary>Builds it and runs it.</summary>
    /// <exception cref="BadScenarioException">It has mistakes.</exception>
    /// <exception cref="RefusedException">It asks for what its target cannot do in this world.</exception>
    public Task<ExperimentResult> RunAsync(ExperimentOptions? options = null, CancellationToken cancellation = default) =>
        Build().RunAsync(options, cancellation);

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
