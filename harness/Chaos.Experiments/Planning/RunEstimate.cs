using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Planning;

/// <summary>What a run of a scenario will take. Seconds are those of the scenario's own clock.</summary>
public sealed record RunEstimate(
    string Scenario, string Backend, IReadOnlyList<ulong> RepetitionSeeds, string Images, string Privileges, string Containers,
    double Seconds, IReadOnlyList<CellEstimate> Cells)
{
    /// <summary>What the simulated cells take on this machine; null: it was not measured, or there are none.</summary>
    public Calibration? Measured { get; init; }

    /// <summary>Of <see cref="Seconds"/>, those that pass on the machine's clock.</summary>
    public double RealSeconds { get; init; }

    /// <param name="plan">The scenario.</param>
    /// <param name="chosen">The world of cells that name none; null: the default.</param>
    /// <exception cref="RefusedException">The scenario names its own world, and so does the caller.</exception>
    public static RunEstimate Of(ScenarioPlan plan, WorldKind? chosen)
    {
        CellWorlds worlds = new(chosen);
        worlds.RefuseTwoOpinions(plan);
        int repetitions = plan.Scenario.Repetitions;
        Dictionary<Cell, CellEstimate> cells = plan.Cells.ToDictionary(cell => cell, cell => CellEstimate.Of(cell.Id, cell.Scenario));
        (WorldKind World, Footprint Footprint, double Seconds)[] parts =
            [.. worlds.Of(plan.Cells).Select(world => PartOf(plan.PartOf([.. plan.Cells.Where(cell => worlds[cell] == world)]), world))];
        // What a real world needs is what the run needs.
        Footprint footprint = parts[^1].Footprint;
        return new RunEstimate(
            plan.Scenario.Name,
            worlds.NameOf(plan),
            [.. Enumerable.Range(1, repetitions).Select(repetition => Seeds.OfRepetition(plan.Scenario.Seed, repetition))],
            footprint.Images,
            footprint.Privileges,
            footprint.Containers,
            parts.Sum(part => part.Seconds),
            [.. plan.Cells.Select(cell => cells[cell])])
        {
            Proofs = Proof.Of(worlds.AnyIsReal(plan) ? plan.WithFixedRepetitions() : plan),
            UntilDecided = plan.Scenario.RepeatsUntilDecided && !worlds.AnyIsReal(plan),
            RealSeconds = parts.Where(part => part.World.IsReal).Sum(part => part.Seconds),
        };

        (WorldKind World, Footprint Footprint, double Seconds) PartOf(ScenarioPlan part, WorldKind world)
        {
            Footprint footprint = world.FootprintOf(part);
            double[] seconds = [.. part.Cells.Select(cell => cells[cell].Seconds + footprint.OverheadSeconds)];
            double control = world.IsReal && plan.Scenario.Control ? seconds.Max() : 0;
            return (world, footprint, repetitions * (seconds.Sum() + control));
        }
    }

    /// <summary>What the repetitions can prove, by expectation.</summary>
    public IReadOnlyList<Proof> Proofs { get; init; } = [];

    /// <summary>Repetitions go on until every expectation is decided: those here are the first ones.</summary>
    public bool UntilDecided { get; init; }
}

/// <summary>One repetition of one cell.</summary>
public sealed record CellEstimate(string Id, int Flows, double WarmUpSeconds, double Seconds, double RoundTripSeconds)
{
    internal static CellEstimate Of(string id, Scenario scenario)
    {
        RunPhases phases = RepetitionPlanner.PlanPhases(scenario);
        double warmUp = phases.WarmUp is { } length ? ToSeconds(length) : RepetitionPlanner.ExpectedFillTime(scenario).TotalSeconds;
        return new CellEstimate(
            id, scenario.Flows.Sum(group => group.Count), warmUp, ToSeconds(phases.OpenUntil + phases.Duration + phases.Tail) + warmUp,
            ToSeconds(scenario.Links.RoundTrip));

        static double ToSeconds(long nanoseconds) => nanoseconds / 1e9;
    }
}
