using System.Globalization;
using Chaos.Targets;
using YamlDotNet.RepresentationModel;

namespace Chaos.Experiments.Sizing;

/// <summary>The scenario of a search: the user's, with values of one axis to try, and the target as expectation.</summary>
internal sealed class SizedScenario
{
    private readonly string text;
    private readonly SizingRequest request;
    private readonly TargetCatalog targets;

    /// <param name="experiment">The user's.</param>
    /// <param name="request">What is asked.</param>
    public SizedScenario(Experiment experiment, SizingRequest request)
    {
        (text, targets, this.request) = (experiment.Plan.ResolvedYaml, experiment.Targets, request);
        AxisName = Axes(Root()).Select(entry => entry.Name).FirstOrDefault(IsTheAxis) ?? request.Axis;
    }

    /// <summary>As the scenario's matrix spells it, or as it was asked for.</summary>
    public string AxisName { get; }

    /// <summary>What the scenario says on the axis: its value, or the first one of the matrix.</summary>
    /// <exception cref="RefusedException">There is no such value.</exception>
    public string Present
    {
        get
        {
            YamlMappingNode root = Root();
            if (Axes(root).FirstOrDefault(entry => entry.Name == AxisName).Values is [string first, ..]) return first;
            YamlNode? node = root;
            foreach (string key in PathOf(request.Axis).Split('.'))
                node = Below(node, key);
            return (node as YamlScalarNode)?.Value
                ?? throw new RefusedException($"--axis {request.Axis}: the scenario has no value there; name a path such as nat.map.size, "
                    + "flows.NAME.clientEvery or pressure.NAME.rate");
        }
    }

    /// <summary>The scenario with these values on the axis, and with the target expected of the cells that are answers.</summary>
    /// <param name="values">As in a scenario.</param>
    /// <param name="answers">Axis values of cells; null: the target is expected of all.</param>
    /// <exception cref="BadScenarioException">A value that the axis cannot have.</exception>
    public Experiment With(IReadOnlyList<string> values, IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>>? answers = null)
    {
        YamlMappingNode root = Root();
        YamlMappingNode matrix = [];
        bool placed = false;
        foreach ((string name, IReadOnlyList<string> own) in Axes(root))
        {
            IReadOnlyList<string> chosen = name == AxisName ? values
                : IsVariant(name) && request.Variants.Count > 0 ? request.Variants : own;
            placed |= name == AxisName;
            matrix.Add(name, new YamlSequenceNode(chosen.Select(value => (YamlNode)Scalar(value))));
        }

        if (!placed) matrix.Add(AxisName, new YamlSequenceNode(values.Select(value => (YamlNode)Scalar(value))));
        if (request.Variants.Count > 0 && !Axes(root).Any(axis => IsVariant(axis.Name)))
            matrix.Add("variant", new YamlSequenceNode(request.Variants.Select(value => (YamlNode)Scalar(value))));
        Set(root, "matrix", matrix);
        // Where no answer was found nothing is expected, and the number of repetitions is as good as any.
        YamlNode[] expected = [.. (answers ?? [[]]).SelectMany(Expected)];
        Set(root, "repetitions", Scalar(expected.Length == 0 ? "3" : "auto"));
        if (expected.Length > 0) Set(root, "expect", new YamlSequenceNode(expected));
        else root.Children.Remove("expect");
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        return Experiment.FromText(writer.ToString(), targets: targets);
    }

    /// <summary>Items of a list go by their name.</summary>
    private static YamlNode? Below(YamlNode? node, string key) => node switch
    {
        YamlMappingNode mapping => mapping.Children.TryGetValue(key, out YamlNode? below) ? below : null,
        YamlSequenceNode list => list.FirstOrDefault(item => item is YamlMappingNode named && Text(named, "name") == key),
        _ => null,
    };

    private IEnumerable<YamlNode> Expected(IReadOnlyList<KeyValuePair<string, string>> where)
    {
        yield return Item("survival", request.Survival.Text, request.Group);
        if (request.Newcomers is { } newcomers) yield return Item("newcomers", newcomers.Text, null);

        YamlMappingNode Item(string key, string bound, string? group)
        {
            YamlMappingNode item = [], at = [];
            foreach ((string axis, string value) in where) at.Add(axis, Scalar(value));
            if (group is not null) at.Add("group", Scalar(group));
            if (at.Children.Count > 0) item.Add("where", at);
            item.Add(key, Scalar(bound));
            return item;
        }
    }

    private YamlMappingNode Root()
    {
        YamlStream stream = [];
        using StringReader reader = new(text);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Values)> Axes(YamlMappingNode root) =>
        root.Children.TryGetValue("matrix", out YamlNode? matrix)
            ? ((YamlMappingNode)matrix).Select(axis => (
                ((YamlScalarNode)axis.Key).Value!,
                (IReadOnlyList<string>)[.. ((YamlSequenceNode)axis.Value).Select(value => ((YamlScalarNode)value).Value!)]))
            : [];

    private bool IsTheAxis(string name) => PathOf(name) == PathOf(request.Axis);

    /// <summary>The short names of the format.</summary>
    private static string PathOf(string axis) => axis switch { "mapSize" => "nat.map.size", "variant" => "nat.variant", _ => axis };

    private static bool IsVariant(string axis) => PathOf(axis) == "nat.variant";

    private static string? Text(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(key, out YamlNode? value) ? (value as YamlScalarNode)?.Value : null;

    private static YamlScalarNode Scalar(string text) => new(text) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };

    private static void Set(YamlMappingNode root, string key, YamlNode value) => root.Children[key] = value;
}
