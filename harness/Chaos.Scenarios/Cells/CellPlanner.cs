using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>Every combination of the axes, in file order; the last axis varies fastest.</summary>
internal sealed class CellPlanner(LayeredSettings settings, IReadOnlyList<Expectation> expect, MistakeList mistakes)
{
    public IReadOnlyList<Cell> Plan(IReadOnlyList<Axis> axes)
    {
        IEnumerable<IReadOnlyList<(Axis Axis, ScalarNode Value)>> combinations = [[]];
        foreach (var axis in axes)
        {
            combinations = combinations.SelectMany(
                _ => axis.Values,
                (combination, value) => (IReadOnlyList<(Axis, ScalarNode)>)[.. combination, (axis, value)]);
        }

        return [.. combinations.Select(Bind)];
    }

    private Cell Bind(IReadOnlyList<(Axis Axis, ScalarNode Value)> combination)
    {
        var top = new SettingsLayer();
        foreach (var (axis, value) in combination)
        {
            top.Set(axis.Path.Key, value.Text, value.Origin);
        }

        var reader = new SectionReader(settings.With(top), mistakes);
        var scenario = ScenarioBinder.Bind(reader, expect);
        ScenarioRules.Check(scenario, reader);
        return new Cell(
            combination.Count == 0 ? "all" : string.Join(',', combination.Select(pair => $"{pair.Axis.Name}={pair.Value.Text}")),
            [.. combination.Select(pair => KeyValuePair.Create(pair.Axis.Name, pair.Value.Text))],
            scenario);
    }
}
