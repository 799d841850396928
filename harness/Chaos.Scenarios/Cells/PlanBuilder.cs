using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Expectations;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Rules;
using Chaos.Scenarios.Yaml;
using Chaos.Targets;

namespace Chaos.Scenarios.Cells;

/// <summary>One scenario from its tree to its plan.</summary>
internal static class PlanBuilder
{
    /// <summary>Null after a mistake.</summary>
    public static ScenarioPlan? Build(
        MappingNode root, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string> environment, TargetCatalog targets,
        MistakeList mistakes)
    {
        SettingsLayer file = FileLayer.From(root, mistakes);
        PathFinder paths = new(new LayeredSettings(file));
        OverrideLayers overrides = new(paths, mistakes);
        SettingsLayer[] above = [overrides.FromEnvironment(environment), overrides.FromSets(sets)];
        MappingNode? matrix = root[ScenarioKeys.Matrix.Name] as MappingNode;
        IReadOnlyList<Axis> axes = new MatrixReader(paths, above, mistakes).Read(matrix);

        LayeredSettings settings = new([FirstValues(axes), file, .. above]) { Targets = targets };
        ListNode? list = root[ExpectKeys.Expect.Name] as ListNode;
        SectionReader reader = new(settings, mistakes);
        Scenario scenario = ScenarioBinder.Bind(reader, []);
        IReadOnlyList<Expectation> expect = new ExpectationReader(
            axes,
            new GroupNames(
                [.. scenario.Flows.Select(flow => flow.Name).OfType<string>()],
                [.. scenario.Pressure.Select(pressure => pressure.Name).OfType<string>()]),
            mistakes).Read(list);
        IReadOnlyList<Cell> cells = new CellPlanner(settings, expect, mistakes).Plan(axes);
        if (!mistakes.IsEmpty) return null;
        string[] warnings = [.. cells.Where(cell => targets[cell.Scenario.Target].Translates).SelectMany(PortWarning.For)];
        return new ScenarioPlan(scenario with { Expect = expect }, ResolvedYaml.Write(reader, matrix, list), cells, warnings);
    }

    /// <summary>A value without a default may stand in the matrix alone; the scenario as a whole then shows its first one.</summary>
    private static SettingsLayer FirstValues(IReadOnlyList<Axis> axes)
    {
        SettingsLayer layer = new();
        foreach (Axis axis in axes.Where(axis => axis.Path.Scalar.Default is null && axis.Values.Count > 0))
            layer.Set(axis.Path.Key, axis.Values[0].Text, axis.Values[0].Origin);
        return layer;
    }
}
