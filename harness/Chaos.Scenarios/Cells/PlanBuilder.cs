using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>One scenario from its tree to its plan.</summary>
internal static class PlanBuilder
{
    /// <summary>Null after a mistake.</summary>
    public static ScenarioPlan? Build(
        MappingNode root, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string> environment, MistakeList mistakes)
    {
        var file = FileLayer.From(root, mistakes);
        var paths = new PathFinder(new LayeredSettings(file));
        var overrides = new OverrideLayers(paths, mistakes);
        SettingsLayer[] above = [overrides.FromEnvironment(environment), overrides.FromSets(sets)];
        var matrix = root[ScenarioKeys.Matrix.Name] as MappingNode;
        var axes = new MatrixReader(paths, above, mistakes).Read(matrix);

        var settings = new LayeredSettings([FirstValues(axes), file, .. above]);
        var list = root[ExpectKeys.Expect.Name] as ListNode;
        var reader = new SectionReader(settings, mistakes);
        var scenario = ScenarioBinder.Bind(reader, []);
        var expect = new ExpectationReader(axes, [.. scenario.Flows.Select(flow => flow.Name).OfType<string>()], mistakes).Read(list);
        var cells = new CellPlanner(settings, expect, mistakes).Plan(axes);
        if (!mistakes.IsEmpty)
        {
            return null;
        }

        string[] warnings = [.. cells.SelectMany(PortWarning.For)];
        return new ScenarioPlan(scenario with { Expect = expect }, ResolvedYaml.Write(reader, matrix, list), cells, warnings);
    }

    /// <summary>A value without a default may stand in the matrix alone; the scenario as a whole then shows its first one.</summary>
    private static SettingsLayer FirstValues(IReadOnlyList<Axis> axes)
    {
        var layer = new SettingsLayer();
        foreach (var axis in axes.Where(axis => axis.Path.Scalar.Default is null && axis.Values.Count > 0))
        {
            layer.Set(axis.Path.Key, axis.Values[0].Text, axis.Values[0].Origin);
        }

        return layer;
    }
}
