using Chaos.Model;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Expectations;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Rules;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>Every combination of the axes but the excluded ones, in file order; the last axis varies fastest.</summary>
internal sealed class CellPlanner(LayeredSettings settings, IReadOnlyList<Expectation> expect, MistakeList mistakes)
{
    /// <summary>Of all cells that were planned without a mistake.</summary>
    public MistakeList Notes { get; } = new();

    public IReadOnlyList<Cell> Plan(IReadOnlyList<Axis> axes, IReadOnlyList<Exclusion> exclusions)
    {
        IEnumerable<IReadOnlyList<(Axis Axis, ScalarNode Value)>> combinations = [[]];
        foreach (Axis axis in axes)
        {
            combinations = combinations.SelectMany(
                _ => axis.Values,
                (combination, value) => (IReadOnlyList<(Axis, ScalarNode)>)[.. combination, (axis, value)]);
        }

        return [.. Without(exclusions, [.. combinations]).Select(Bind)];
    }

    private IReadOnlyList<IReadOnlyList<(Axis Axis, ScalarNode Value)>> Without(
        IReadOnlyList<Exclusion> exclusions, IReadOnlyList<IReadOnlyList<(Axis Axis, ScalarNode Value)>> combinations)
    {
        foreach (Exclusion exclusion in exclusions)
        {
            int before = combinations.Count;
            combinations = [.. combinations.Where(combination => !exclusion.Drops(combination))];
            if (combinations.Count == before)
                mistakes.Add(exclusion.Origin, "this excludes no cell that an item above it has left; remove it");
            else if (combinations.Count == 0)
                mistakes.Add(exclusion.Origin, "this excludes the last cell; leave at least one");
            if (combinations.Count == 0) break;
        }

        return combinations;
    }

    private Cell Bind(IReadOnlyList<(Axis Axis, ScalarNode Value)> combination)
    {
        SettingsLayer top = new();
        foreach ((Axis axis, ScalarNode value) in combination)
            top.Set(axis.Path.Key, value.Text, value.Origin);

        SectionReader reader = new(settings.With(top), mistakes);
        Scenario scenario = ScenarioBinder.Bind(reader, expect);
        ScenarioRules.Check(scenario, reader);
        if (mistakes.IsEmpty) new Lints(scenario, reader, Notes).Check();
        return new Cell(
            combination.Count == 0 ? "all" : string.Join(',', combination.Select(pair => $"{pair.Axis.Name}={pair.Value.Text}")),
            [.. combination.Select(pair => KeyValuePair.Create(pair.Axis.Name, pair.Value.Text))],
            scenario)
        {
            Backend = scenario.Backend is { } world
                ? Demand.Of(Capability.None, $"backend: {world}", reader.At(ScenarioKeys.Backend)) : null,
            Target = Demand.Of(Capability.None, $"nat.target: {scenario.Target}", reader.Into(NatKeys.Nat).At(NatKeys.Target)),
            Variant = Demand.Of(Capability.None, $"nat.variant: {scenario.Nat.Variant}", reader.Into(NatKeys.Nat).At(NatKeys.Variant)),
            Demands = mistakes.IsEmpty ? [.. DemandReader.Read(scenario, reader)] : [],
        };
    }
}
