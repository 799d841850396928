namespace Chaos.Scenarios.Cells;

/// <summary>One point of the matrix.</summary>
/// <param name="Id">`axis=value` joined by `,` in file order, values as spelled in the file.</param>
/// <param name="Axes">The same, in order.</param>
/// <param name="Scenario">The scenario with the axes applied.</param>
public sealed record Cell(string Id, IReadOnlyList<KeyValuePair<string, string>> Axes, Scenario Scenario)
{
    /// <summary>Where its world is named; null: the scenario leaves it to the caller.</summary>
    public Demand? Backend { get; init; }

    /// <summary>Where its target is named.</summary>
    public Demand? Target { get; init; }

    /// <summary>Where its variant is named.</summary>
    public Demand? Variant { get; init; }

    /// <summary>What it asks of its target and its world.</summary>
    public IReadOnlyList<Demand> Demands { get; init; } = [];

    /// <summary>The value of an axis as spelled in the file; empty if the matrix has no such axis.</summary>
    public string ValueOf(string axis) => Axes.FirstOrDefault(entry => entry.Key == axis).Value ?? "";
}
