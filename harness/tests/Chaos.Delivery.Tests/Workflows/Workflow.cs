using YamlDotNet.RepresentationModel;

namespace Chaos.Delivery.Tests.Workflows;

/// <summary>A workflow, or the action, as its file has it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">The file.</param>
internal sealed record Workflow(string Name, string Text)
{
    public YamlMappingNode Root { get; } = (YamlMappingNode)Load(Text).Documents[0].RootNode;

    /// <summary>Ours: `.github/workflows/*.yml` and `action.yml`.</summary>
    public static IEnumerable<Workflow> All =>
        Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows"), "*.yml")
            .Append(Path.Combine(Repository.Root, "action.yml")).Order(StringComparer.Ordinal)
            .Select(file => new Workflow(Path.GetFileName(file), File.ReadAllText(file)));

    public bool IsAction => Root.Children.ContainsKey(new YamlScalarNode("runs"));

    public IReadOnlyDictionary<string, YamlMappingNode> Jobs => IsAction
        ? new Dictionary<string, YamlMappingNode> { ["action"] = Map(Root, "runs")! }
        : Map(Root, "jobs")!.Children.ToDictionary(job => job.Key.ToString(), job => (YamlMappingNode)job.Value);

    /// <summary>What starts it.</summary>
    public IEnumerable<string> Triggers => IsAction ? [] : Root.Children[new YamlScalarNode("on")] switch
    {
        YamlMappingNode map => map.Children.Keys.Select(key => key.ToString()),
        YamlSequenceNode list => list.Children.Select(item => item.ToString()),
        YamlNode one => [one.ToString()],
    };

    public static IEnumerable<YamlMappingNode> StepsOf(YamlMappingNode job) =>
        job.Children.TryGetValue(new YamlScalarNode("steps"), out YamlNode? steps)
            ? ((YamlSequenceNode)steps).OfType<YamlMappingNode>() : [];

    public IEnumerable<YamlMappingNode> Steps => Jobs.Values.SelectMany(StepsOf);

    public static string? Scalar(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) && value is YamlScalarNode scalar ? scalar.Value : null;

    public static YamlMappingNode? Map(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value as YamlMappingNode : null;

    /// <summary>The script of the step with this name.</summary>
    public string RunOf(string step) => Scalar(Steps.First(one => Scalar(one, "name") == step), "run")!;

    private static YamlStream Load(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream;
    }
}
