using Chaos.Nat.Variants;
using Chaos.Scenarios.Cells;

namespace Chaos.Scenarios.Rules;

/// <summary>Warns of a Cilium release whose behaviour nobody has recorded.</summary>
internal static class ReleaseWarning
{
    public static IEnumerable<string> For(IEnumerable<Cell> cells) =>
        cells.Select(cell => CiliumReleases.WhyUncertain(cell.Scenario.Nat.Variant)).OfType<string>().Distinct();
}
