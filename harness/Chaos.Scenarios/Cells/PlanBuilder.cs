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
        EffectiveMatrix matrix = EffectiveMatrix.Of(root[ScenarioKeys.Matrix.Name] as MappingNode, overrides.Axes, paths);
        IReadOnlyList<Axis> axes = new MatrixReader(paths, above, mistakes).Read(matrix.Matrix);

        LayeredSettings settings = new([FirstValues(axes), file, .. above]) { Targets = targets };
        (ListNode? list, int leftOut) = matrix.Filter(root[ExpectKeys.Expect.Name] as ListNode, paths);
        SectionReader reader = new(settings, mistakes);
        Scenario scenario = ScenarioBinder.Bind(reader, []);
        IReadOnlyList<Expectation> expect = new ExpectationReader(
            axes,
            new GroupNames(
                [.. scenario.Flows.Select(flow => flow.Name).OfType<string>()],
                [.. scenario.Pressure.Select(pressure => pressure.Name).OfType<string>()]),
            mistakes).Read(list);
        if (scenario.Repeat.Auto && expect.Count == 0 && list is not { Items.Count: > 0 })
            reader.Complain(ScenarioKeys.Repetitions, "auto repeats until every expectation is decided, and there is none; write a number");
        IReadOnlyList<Exclusion> exclusions = new ExclusionReader(axes, mistakes).Read(matrix.Matrix);
        CellPlanner planner = new(settings, expect, mistakes);
        IReadOnlyList<Cell> cells = planner.Plan(axes, exclusions);
        ImageRules.CheckUse(cells, reader);
        if (exclusions.Count > 0 && mistakes.IsEmpty) RefuseWithoutCells(expect, list, cells, mistakes);
        if (!mistakes.IsEmpty) return null;
        Cell[] translated = [.. cells.Where(cell => targets[cell.Scenario.Target].Translates)];
        List<string> warnings = [.. PortWarning.For(translated), .. ReleaseWarning.For(translated)];
        if (leftOut > 0)
            warnings.Add($"{leftOut} of {leftOut + expect.Count} expectations are left out: they are about values of replaced axes");
        return new ScenarioPlan(scenario with { Expect = expect }, ResolvedYaml.Write(reader, matrix.Matrix, list), cells, warnings)
        {
            Notes = planner.Notes.Ordered(),
        };
    }

    /// <summary>Each item is an expectation here, since nothing was wrong with any.</summary>
    private static void RefuseWithoutCells(
        IReadOnlyList<Expectation> expect, ListNode? list, IReadOnlyList<Cell> cells, MistakeList mistakes)
    {
        foreach ((Expectation expectation, TreeNode item) in expect.Zip(list?.Items ?? []))
        {
            if (expectation.SubjectsIn(cells) == 0)
                mistakes.Add(item.Origin, $"there is no cell that this is about, since `{AxesKey.Exclude}` leaves none");
        }
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
