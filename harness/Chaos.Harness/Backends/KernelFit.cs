using Chaos.Nat.Maps;
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
            MapSettings map = cell.Scenario.Nat.Map;
            if (KernelMapEngine.WhyNot(new MapShape(map.Size, map.Lru, map.Batch, map.PossibleCpus)) is { } reason)
                throw new KernelUnfitException($"--map-engine kernel, {plan.Scenario.Name}, cell {cell.Id}: {reason}");
        }
    }
}

/// <summary>The running kernel cannot hold the entries: says why, and the remedy.</summary>
public sealed class KernelUnfitException(string message) : Exception(message);
