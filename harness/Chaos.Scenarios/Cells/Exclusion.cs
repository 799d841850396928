using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>An item of `exclude`: cells with all of these axis values are not run.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Values">Each axis by its name, with a value as the matrix spells it.</param>
internal sealed record Exclusion(Origin Origin, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    public bool Drops(IReadOnlyList<(Axis Axis, ScalarNode Value)> combination) => Values.All(
        wanted => combination.Any(pair => pair.Axis.Name == wanted.Key && pair.Value.Text == wanted.Value));
}
