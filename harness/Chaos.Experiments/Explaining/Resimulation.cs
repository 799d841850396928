using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Model;
using Chaos.Nat.NodePort;
using Chaos.Replay.Witnessing;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Worlds;

namespace Chaos.Experiments.Explaining;

/// <summary>One repetition of one cell, simulated again from its seed, with some of its flows followed.</summary>
internal sealed class Resimulation
{
    private readonly RepetitionPlan plan;
    private readonly RunOutcome outcome;
    private readonly History history;
    private readonly LifeRecorder recorder;
    private readonly IReadOnlyDictionary<int, FiveTuple> connections;
    private readonly ILookup<string?, RunEvent> kills;

    private Resimulation(
        RepetitionPlan plan, RunOutcome outcome, History history, LifeRecorder recorder, IReadOnlyDictionary<int, FiveTuple> connections)
    {
        (this.plan, this.outcome, this.history, this.recorder, this.connections) = (plan, outcome, history, recorder, connections);
        kills = history.Events().Where(one => one.Kind == RunEventKind.Eviction).ToLookup(one => one.Flow);
    }

    /// <summary>All rows that the repetition would write.</summary>
    public IEnumerable<FlowRecord> Rows => history.Flows();

    /// <param name="cell">In the simulation, with our own NAT.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="flows">Names of flows to follow; those that the cell does not have are left out.</param>
    /// <param name="tail">How deaths of the tail are judged.</param>
    /// <param name="maps">Where the tables live.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Resimulation Of(
        Cell cell, int repetition, IReadOnlySet<string> flows, TailRule tail, MapEngineKind maps, CancellationToken cancellation)
    {
        RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
        NetworkPlan network = Simulator.NetworkOf(plan.Run, translates: true);
        IReadOnlyList<WatchedFlow> watched = ServiceTable.Served(plan.Run.NatOn(network).Services, plan.Run.Traffic.Watched(network));
        Dictionary<FiveTuple, string> names = watched.DistinctBy(flow => flow.Connection)
            .ToDictionary(flow => flow.Connection, flow => plan.Run.Traffic.Flows[flow.Flow].Name);
        WatchedFlow[] followed = [.. watched.Where(flow => flows.Contains(plan.Run.Traffic.Flows[flow.Flow].Name))];
        LifeRecorder recorder = new(followed, tuple => names.GetValueOrDefault(tuple) ?? tuple.ToString());
        RunOutcome outcome = Simulator.Run(plan.Run, new WitnessedTarget(recorder), maps.Create(), recorder, cancellation);
        return new Resimulation(
            plan, outcome, new History(plan, outcome, tail), recorder, followed.ToDictionary(flow => flow.Flow, flow => flow.Connection));
    }

    /// <summary>Who talks to whom in a followed flow, as the NAT knows it.</summary>
    public FiveTuple ConnectionOf(string name) => connections[plan.Run.Traffic.Flows.First(flow => flow.Name == name).Number];

    /// <summary>The life of one of the followed flows; null where the cell has no such flow.</summary>
    public FlowStory? StoryOf(string name)
    {
        if (plan.Run.Traffic.Flows.FirstOrDefault(flow => flow.Name == name) is not { } flow) return null;
        FlowRecord row = history.Flows().First(record => record.Flow == name);
        LifeStep[] steps = [.. recorder[flow.Number].Finish(outcome.Zero).Select(step => Explained(step, kills[name]))];
        return new FlowStory(row)
        {
            Connection = connections[flow.Number].ToString(),
            Variant = plan.Run.Nat.Variant,
            MapSize = plan.Run.Nat.Map.Size,
            Steps = steps,
            Why = [.. new StoryTeller(row, steps).Sentences()],
        };
    }

    /// <summary>Why an entry was removed, only the NAT knows.</summary>
    private static LifeStep Explained(LifeStep step, IEnumerable<RunEvent> kills) =>
        step is { Kind: LifeStepKind.Removed, Rule: null }
        && kills.FirstOrDefault(kill => kill.TimeNs == step.TimeNs && kill.Half == step.Half) is { } kill
            ? step with { Rule = kill.Rule } : step;
}
