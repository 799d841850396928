using Chaos.Model;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Expectations;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Rules;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>Every combination of the axes, in file order; the last axis varies fastest.</summary>
internal sealed class CellPlanner(LayeredSettings settings, IReadOnlyList<Expectation> expect, MistakeList mistakes)
{
    public IReadOnlyList<Cell> Plan(IReadOnlyList<Axis> axes)
    {
        IEnumerable<IReadOnlyList<(Axis Axis, ScalarNode Value)>> combinations = [[]];
        foreach (Axis axis in axes)
        {
            combinations = combinations.SelectMany(
                _ => axis.Values,
                (combination, value) => (IReadOnlyList<(Axis, ScalarNode)>)[.. combination, (axis, value)]);
        }

        return [.. combinations.Select(Bind)];
    }

    private Cell Bind(IReadOnlyList<(Axis Axis, ScalarNode Value)> combination)
    {
        SettingsLayer top = new();
        foreach ((Axis axis, ScalarNode value) in combination)
            top.Set(axis.Path.Key, value.Text, value.Origin);

        SectionReader reader = new(settings.With(top), mistakes);
        Scenario scenario = ScenarioBinder.Bind(reader, expect);
        ScenarioRules.Check(scenario, reader);
        return new Cell(
            combination.Count == 0 ? "all" : string.Join(',', combination.Select(pair => $"{pair.Axis.Name}={pair.Value.Text}")),
            [.. combination.Select(pair => KeyValuePair.Create(pair.Axis.Name, pair.Value.Text))],
            scenario)
        {
            Target = Demand.Of(Capability.None, $"nat.target: {scenario.Target}", reader.Into(NatKeys.Nat).At(NatKeys.Target)),
            Variant = Demand.Of(Capability.None, $"nat.variant: {scenario.Nat.Variant}", reader.Into(NatKeys.Nat).At(NatKeys.Variant)),
            Demands = mistakes.IsEmpty ? [.. DemandReader.Read(scenario, reader)] : [],
        };
    }
}
