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
        AxisName = ScenarioTree.Parse(text).Axes.Select(entry => entry.Name).FirstOrDefault(IsTheAxis) ?? request.Axis;
    }

    /// <summary>As the scenario's matrix spells it, or as it was asked for.</summary>
    public string AxisName { get; }

    /// <summary>What the scenario says on the axis: its value, or the first one of the matrix.</summary>
    /// <exception cref="RefusedException">There is no such value.</exception>
    public string Present
    {
        get
        {
            ScenarioTree tree = ScenarioTree.Parse(text);
            return tree.Axes.FirstOrDefault(entry => entry.Name == AxisName).Values is [string first, ..] ? first
                : tree.Text(ScenarioTree.PathOf(request.Axis))
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
        ScenarioTree tree = ScenarioTree.Parse(text);
        YamlMappingNode root = tree.Root, matrix = [];
        bool placed = false;
        foreach ((string name, IReadOnlyList<string> own) in tree.Axes)
        {
            IReadOnlyList<string> chosen = name == AxisName ? values
                : IsVariant(name) && request.Variants.Count > 0 ? request.Variants : own;
            placed |= name == AxisName;
            matrix.Add(name, new YamlSequenceNode(chosen.Select(value => (YamlNode)ScenarioTree.Quoted(value))));
        }

        if (!placed) matrix.Add(AxisName, new YamlSequenceNode(values.Select(value => (YamlNode)ScenarioTree.Quoted(value))));
        if (request.Variants.Count > 0 && !tree.Axes.Any(axis => IsVariant(axis.Name)))
            matrix.Add("variant", new YamlSequenceNode(request.Variants.Select(value => (YamlNode)ScenarioTree.Quoted(value))));
        Set(root, "matrix", matrix);
        // Where no answer was found nothing is expected, and the number of repetitions is as good as any.
        YamlNode[] expected = [.. (answers ?? [[]]).SelectMany(Expected)];
        Set(root, "repetitions", ScenarioTree.Quoted(expected.Length == 0 ? "3" : "auto"));
        if (expected.Length > 0) Set(root, "expect", new YamlSequenceNode(expected));
        else root.Children.Remove("expect");
        return Experiment.FromText(tree.ToYaml(), targets: targets);
    }

    private IEnumerable<YamlNode> Expected(IReadOnlyList<KeyValuePair<string, string>> where)
    {
        yield return Item("survival", request.Survival.Text, request.Group);
        if (request.Newcomers is { } newcomers) yield return Item("newcomers", newcomers.Text, null);

        YamlMappingNode Item(string key, string bound, string? group)
        {
            YamlMappingNode item = [], at = [];
            foreach ((string axis, string value) in where) at.Add(axis, ScenarioTree.Quoted(value));
            if (group is not null) at.Add("group", ScenarioTree.Quoted(group));
            if (at.Children.Count > 0) item.Add("where", at);
            item.Add(key, ScenarioTree.Quoted(bound));
            return item;
        }
    }

    private bool IsTheAxis(string name) => ScenarioTree.PathOf(name) == ScenarioTree.PathOf(request.Axis);

    private static bool IsVariant(string axis) => ScenarioTree.PathOf(axis) == "nat.variant";

    private static void Set(YamlMappingNode root, string key, YamlNode value) => root.Children[key] = value;
}
