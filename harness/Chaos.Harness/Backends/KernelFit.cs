using Chaos.Faults;
using Chaos.Nat.Maps;
using Chaos.Nat.Variants;
using Chaos.Scenarios;
using Chaos.Simulation.Kernel;

namespace Chaos.Harness.Backends;

/// <summary>Whether the running kernel's map can stand for the maps of a scenario.</summary>
public static class KernelFit
{
    /// <exception cref="KernelUnfitException">No privilege, or a cell wants another kernel than this one.</exception>
    public static void Require(ScenarioPlan plan)
    {
        foreach (Cell cell in plan.Cells.Where(cell => cell.Scenario.Nat.Target == NatTarget.Csharp))
        {
            NatSettings nat = cell.Scenario.Nat;
            MapSettings map = nat.Map;
            string? reason = cell.Scenario.Faults.Any(fault => fault.Fault is Evict { Select: EvictSelect.Referenced })
                ? "a fault selects entries by their reference bits, which a kernel shows nobody; run without --map-engine kernel"
                : VariantCatalog.ActsOnEvictions(nat.Variant)
                ? $"the variant {nat.Variant} acts on evictions, and a kernel tells of none; leave it out with --only, or run without --map-engine kernel"
                : KernelMapEngine.WhyNot(new MapShape(map.Size, map.Lru, map.Batch, map.PossibleCpus));
            if (reason is not null) throw new KernelUnfitException($"--map-engine kernel, {plan.Scenario.Name}, cell {cell.Id}: {reason}");
        }
    }
}

/// <summary>The running kernel cannot hold the entries: says why, and the remedy.</summary>
public sealed class KernelUnfitException(string message) : Exception(message);
