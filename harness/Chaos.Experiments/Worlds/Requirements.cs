using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;

namespace Chaos.Experiments.Worlds;

/// <summary>Compares what scenarios ask with what their targets can do in a world, before anything starts.</summary>
public static class Requirements
{
    /// <param name="plan">Each cell is checked in its own world.</param>
    /// <param name="chosen">The caller's world, for scenarios that name none; null: the default.</param>
    /// <param name="engine">Where the tables of a simulated NAT live.</param>
    /// <param name="targets">What cells may name as target.</param>
    /// <exception cref="RefusedException">A scenario asks for more; the message has every such place, each with its position.</exception>
    /// <exception cref="KernelUnfitException">The running kernel's maps cannot do what a cell needs.</exception>
    public static void Check(ScenarioPlan plan, WorldKind? chosen, MapEngineKind engine, TargetCatalog targets)
    {
        CellWorlds worlds = new(chosen);
        worlds.RefuseTwoOpinions(plan);
        if (plan.Scenario.Repeat.Auto && plan.Cells.Select(cell => worlds[cell]).FirstOrDefault(world => world.IsReal) is { } real)
            throw new RefusedException(
                $"{plan.Scenario.Name}: `repetitions: auto` does not run with backend {real.Name}, where a repetition takes real time; "
                + "name a number, for example --set repetitions=3");
        string[] refusals = [.. plan.Cells.SelectMany(cell => Refusals(cell, worlds[cell], targets)).Distinct()];
        if (refusals.Length > 0) throw new RefusedException(string.Join('\n', refusals));
        foreach (Cell cell in plan.Cells)
            if (WhyNot(cell, targets[cell.Scenario.Target], engine) is { } reason)
                throw new KernelUnfitException($"--map-engine {engine.Name}, {plan.Scenario.Name}, cell {cell.Id}: {reason}");
    }

    private static IEnumerable<string> Refusals(Cell cell, WorldKind world, TargetCatalog targets)
    {
        if (world.CapabilitiesOf(targets[cell.Scenario.Target]) is not { } can)
        {
            yield return Refuse(
                cell.Target, cell.Backend is null ? $"does not run with --backend {world.Name}"
                    : $"does not run with `backend: {world.Name}`; leave such cells out with `exclude` in the matrix");
            yield break;
        }

        if (world.WhyNot(targets[cell.Scenario.Target], cell.Scenario.Nat) is { } refused) yield return Refuse(cell.Variant, refused);
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
