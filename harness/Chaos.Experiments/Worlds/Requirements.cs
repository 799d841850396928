using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;

namespace Chaos.Experiments.Worlds;

/// <summary>Compares what scenarios ask with what their targets can do in a world, before anything starts.</summary>
public static class Requirements
{
    /// <exception cref="RefusedException">A scenario asks for more; the message has every such place, each with its position.</exception>
    /// <exception cref="KernelUnfitException">The running kernel's maps cannot do what a cell needs.</exception>
    public static void Check(ScenarioPlan plan, WorldKind world, MapEngineKind engine, TargetCatalog targets)
    {
        string[] refusals = [.. plan.Cells.SelectMany(cell => Refusals(cell, world, targets)).Distinct()];
        if (refusals.Length > 0) throw new RefusedException(string.Join('\n', refusals));
        foreach (Cell cell in plan.Cells)
            if (WhyNot(cell, targets[cell.Scenario.Target], engine) is { } reason)
                throw new KernelUnfitException($"--map-engine {engine.Name}, {plan.Scenario.Name}, cell {cell.Id}: {reason}");
    }

    private static IEnumerable<string> Refusals(Cell cell, WorldKind world, TargetCatalog targets)
    {
        if (world.CapabilitiesOf(targets[cell.Scenario.Target]) is not { } can)
        {
            yield return Refuse(cell.Target, $"does not run with --backend {world.Name}");
            yield break;
        }

        foreach (Demand demand in cell.Demands)
            if (can.WhyNot(demand.Needs) is { } reason)
                yield return Refuse(demand, reason);
    }

    private static string? WhyNot(Cell cell, ITarget target, MapEngineKind engine)
    {
        if (target is not ISimulatedTarget { Translates: true } simulated) return null;
        foreach (Demand demand in cell.Demands)
            if (MissingOf(engine, demand.Needs) is { } missing)
                return Refuse(demand, missing);
        if (MissingOf(engine, simulated.TableNeeds(cell.Scenario.Nat)) is { } reason) return Refuse(cell.Variant, reason);
        return engine.WhyNot(cell.Scenario.Nat.Map);
    }

    private static string? MissingOf(MapEngineKind engine, Capability needs) =>
        engine.Missing.Where(missing => needs.HasFlag(missing.Key)).Select(missing => missing.Value).FirstOrDefault();

    private static string Refuse(Demand? demand, string reason) => demand?.Refuse(reason).ToString() ?? reason;
}
