using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;
using Chaos.Targets;

namespace Chaos.Experiments.Claims;

/// <summary>One expectation about one cell, or about one pair of cells: what a single test can hold against a run.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Expectation">What is claimed.</param>
/// <param name="Cells">The cell, or two: the one that the claim is about, and the one that it is compared with.</param>
public sealed record Claim(string Scenario, Expectation Expectation, IReadOnlyList<Cell> Cells)
{
    private static readonly string[] VariantAxes = ["variant", "nat.variant"], TargetAxes = ["nat.target", "target"];

    /// <summary>The claims of a scenario: expectations in file order, and the cells of each in plan order.</summary>
    public static IReadOnlyList<Claim> Of(ScenarioPlan plan) =>
        [.. plan.Scenario.Expect.SelectMany(expectation => Of(plan, expectation))];

    /// <summary>The claims of one expectation, which need not be the scenario's own.</summary>
    public static IReadOnlyList<Claim> Of(ScenarioPlan plan, Expectation expectation) =>
        [.. expectation.SubjectsOf(plan.Cells).Select(cells => new Claim(plan.Scenario.Name, expectation, cells))];

    /// <summary>As one sentence: `receive-only: cilium-1.18 at mapSize=4096 keeps >= 99%`.</summary>
    public string Text => $"{Scenario}: {string.Join(' ', Subject().Append(Expectation.Phrase))}";

    /// <summary>The variant, or else a target that is not the default; then the other axes.</summary>
    private IEnumerable<string> Subject()
    {
        Cell cell = Cells[0];
        (string Key, string Value)[] axes = [.. cell.Axes.Select(axis => (axis.Key, axis.Value))];
        // A comparison is along an axis, so its value is the subject whatever the axis is.
        string[] named = Expectation is ComparisonExpectation comparison ? [comparison.Along] : [.. VariantAxes, .. TargetAxes];
        (string Key, string Value) subject = axes.FirstOrDefault(axis => named.Contains(axis.Key));
        string[] others = [.. axes.Where(axis => axis != subject).Select(axis => $"{axis.Key}={axis.Value}")];
        if (subject.Value is { } value)
            yield return VariantAxes.Concat(TargetAxes).Contains(subject.Key) ? value : $"{subject.Key}={value}";
        else if (cell.Scenario.Target != TargetCatalog.Default) yield return cell.Scenario.Target;
        if (others.Length > 0) yield return $"at {string.Join(", ", others)}";
    }
}
