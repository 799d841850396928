using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests.Faults;

/// <summary>
/// What is done to the garbage collector of conntrack, seen at the table and at the flows. A UDP connection expires after a minute of
/// silence.
/// </summary>
public sealed class CollectorFaultTests
{
    private const long Never = 10_000 * Worlds.Second;

    /// <summary>Silent for 100 s at a time, so that the connection expires and only its collector lets it live.</summary>
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 100_000) with { JitterPartsPerMillion = 0 };

    [Fact]
    public void A_walk_takes_expired_connections_with_both_their_nat_entries_at_once_and_their_flows_die_of_the_fault()
    {
        TrafficPlan plan = Worlds.Plan(20, [Feeds, Worlds.Group("talks", Transport.Udp, 1000, 0)]);

        RunOutcome left = Run(plan, new ConntrackOptions(1024, 1024, Never));
        RunOutcome run = Run(plan, new ConntrackOptions(1024, 1024, Never), new PlannedFault
        {
            Number = 0, Fault = new Gc { Action = GcAction.Run }, Moments = [90 * Worlds.Second], Seed = 1,
        });

        Assert.Equal("", Worlds.Deaths(plan, left));
        FaultReport report = Assert.Single(run.Faults).Report;
        // Those that have not spoken in the last minute: at a uniform phase of 100 s, about 40 of a hundred.
        Assert.InRange(report.Flows.Count, 3, 15);
        Assert.Equal($"feeds Reset {report.Flows.Count}", Worlds.Deaths(plan, run));
        Assert.All(report.Flows, flow => Assert.NotNull(run.Flows.Lives[flow].DiedAt));
        Assert.Equal((report.Flows.Count, 2 * report.Flows.Count, 0), (
            report.Counts["connections"], report.Counts["twins"], report.Counts["orphans"]));
        Assert.All(run.Incidents, incident => Assert.Equal(Mechanism.Fault, incident.Mechanism));
    }

    /// <summary>200 unanswered flows a second, each kept for a minute, fill 24,000 entries and no more while the collector walks.</summary>
    [Fact]
    public void A_collector_that_stands_still_lets_the_table_fill_until_it_evicts_and_walks_again_at_the_end()
    {
        TrafficPlan plan = Worlds.Plan(5, [Worlds.Group("talks", Transport.Udp, 1000, 0)], Worlds.Churn(200, replies: false));
        ConntrackOptions conntrack = new(1024, 65536, 5 * Worlds.Second);
        PlannedFault pause = new()
        {
            Number = 0, Fault = new Gc { Action = GcAction.Pause }, Moments = [80 * Worlds.Second], Length = 100 * Worlds.Second, Seed = 1,
        };

        RunOutcome walking = Run(plan, conntrack);
        RunOutcome paused = Run(plan, conntrack, pause);

        Assert.Equal(0, walking.Table!.Value.Evictions);
        Assert.True(paused.Table!.Value.Evictions > 0);
        Assert.Equal(20, paused.Faults[1].Report.Counts["missed"]);
    }

    [Fact]
    public void A_pause_lets_expired_flows_live_until_it_ends()
    {
        TrafficPlan plan = Worlds.Plan(5, [Feeds, Worlds.Group("talks", Transport.Udp, 1000, 0)]);
        PlannedFault pause = new()
        {
            Number = 0, Fault = new Gc { Action = GcAction.Pause }, Moments = [1 * Worlds.Second], Length = 199 * Worlds.Second, Seed = 1,
        };
        ConntrackOptions conntrack = new(1024, 1024, 5 * Worlds.Second);

        RunOutcome plain = Run(plan, conntrack);
        RunOutcome paused = Run(plan, conntrack, pause);

        Assert.InRange(Deaths(plain).Min(), 60 * Worlds.Second, 200 * Worlds.Second);
        Assert.True(Deaths(paused).Min() > 200 * Worlds.Second);
        Assert.Equal(5, Deaths(paused).Count());
    }

    [Fact]
    public void Purging_orphans_takes_entries_without_a_connection_and_no_other()
    {
        TrafficPlan plan = Worlds.Plan(5, [Feeds, Worlds.Group("talks", Transport.Udp, 1000, 0)], Worlds.Churn(10, replies: false));
        PlannedFault fill = new() { Number = 0, Fault = new Fill { Count = 1000 }, Moments = [4 * Worlds.Second], Seed = 1 };
        PlannedFault purge = new()
        {
            Number = 1, Fault = new Gc { Action = GcAction.PurgeOrphans }, Moments = [90 * Worlds.Second], Seed = 1,
        };

        RunOutcome result = Run(plan, new ConntrackOptions(1024, 65536, Never), fill, purge);

        FaultReport report = result.Faults[1].Report;
        Assert.Equal((0, 0, 1000), (report.Counts["connections"], report.Counts["twins"], report.Counts["orphans"]));
        Assert.Equal("", Worlds.Deaths(plan, result));
    }

    /// <summary>
    /// Answered churn throws the connections of flows that only listen out of a small conntrack map; those that speak put theirs back.
    /// </summary>
    [Fact]
    public void Purging_orphans_kills_flows_whose_connection_was_forgotten_and_spares_those_that_speak()
    {
        TrafficPlan plan = Worlds.Plan(
            20, [Worlds.Group("listens", Transport.Udp, 0, 5000), Worlds.Group("speaks", Transport.Udp, 100, 0)],
            Worlds.Churn(1000, replies: true));
        PlannedFault purge = new()
        {
            Number = 0, Fault = new Gc { Action = GcAction.PurgeOrphans }, Moments = [20 * Worlds.Second], Seed = 1,
        };

        RunOutcome result = Run(plan, new ConntrackOptions(1024, 1024, Never), 262_144, 40 * Worlds.Second, purge);

        Assert.Equal("listens Reset 20", Worlds.Deaths(plan, result));
        Assert.Equal(Enumerable.Range(0, 20), result.Faults[0].Report.Flows);
        Assert.All(result.Incidents.DistinctBy(incident => incident.Flow), incident => Assert.Equal(Mechanism.Fault, incident.Mechanism));
    }

    /// <summary>From t = 0.</summary>
    private static IEnumerable<long> Deaths(RunOutcome result) =>
        result.Flows.Lives.Where(life => life.DiedAt is not null).Select(life => life.DiedAt!.Value - result.Zero);

    private static RunOutcome Run(TrafficPlan plan, ConntrackOptions conntrack, params PlannedFault[] faults) =>
        Run(plan, conntrack, 32768, 300 * Worlds.Second, faults);

    private static RunOutcome Run(TrafficPlan plan, ConntrackOptions conntrack, int mapSize, long duration, params PlannedFault[] faults) =>
        Worlds.Run(new RunPlan
        {
            Name = "collector",
            Traffic = plan,
            Nat = Worlds.Nat("cilium-1.19", mapSize) with { Conntrack = conntrack },
            Faults = faults,
            EndOfFaults = duration,
            Phases = new RunPhases(2 * Worlds.Second, 0, 0, 60 * Worlds.Second, duration, 110 * Worlds.Second),
        });
}
