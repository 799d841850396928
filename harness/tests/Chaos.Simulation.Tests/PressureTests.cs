using Chaos.Model;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>
/// What churn does to flows of one direction, per variant. 100 flows, map of 1024: the law 2 (F + lambda T) asks for 600 where T = 0.2 s,
/// for 4200 where T = 2 s.
/// </summary>
public sealed class PressureTests
{
    [Theory]
    [InlineData("baseline", 0, 0)]
    [InlineData("restore-reverse", 100, 0)]
    [InlineData("restore-both", 100, 100)]
    public void Each_restore_saves_the_flows_of_its_direction(string variant, int sendersAlive, int feedsAlive)
    {
        TrafficPlan plan = Worlds.Plan(
            50, [Worlds.Group("senders", Transport.Udp, 200, 2000), Worlds.Group("feeds", Transport.Udp, 2000, 200)],
            Worlds.Churn(1000, replies: true));

        RunOutcome result = Worlds.Run(plan, variant, mapSize: 1024, warmUp: null);

        Assert.True(result.Table!.Value.Evictions > 10_000);
        Assert.InRange(Alive(plan, result, 0), sendersAlive - 10, sendersAlive + 10);
        Assert.InRange(Alive(plan, result, 1), feedsAlive - 10, feedsAlive + 10);
    }

    [Fact]
    public void Every_death_under_pressure_has_a_mechanism_and_was_broken_before_it_was_detected()
    {
        TrafficPlan plan = Worlds.Plan(
            50, [Worlds.Group("senders", Transport.Udp, 200, 2000), Worlds.Group("feeds", Transport.Udp, 2000, 200)],
            Worlds.Churn(1000, replies: true));

        RunOutcome result = Worlds.Run(plan, "baseline", mapSize: 1024, warmUp: null);

        ILookup<int, Incident> incidents = result.Incidents.ToLookup(incident => incident.Flow);
        foreach ((FlowLife life,
            int flow) in result.Flows.Lives.Select((life, flow) => (life, flow)).Where(entry => entry.life.DiedAt is not null))
            Assert.Contains(incidents[flow], incident => incident.BrokenAtNanoseconds <= incident.AtNanoseconds
                && incident.AtNanoseconds < life.DiedAt);
    }

    [Fact]
    public void Warm_up_ends_with_the_first_eviction()
    {
        TrafficPlan plan = Worlds.Plan(10, [Worlds.Group("api", Transport.Udp, 200, 0, reply: true)], Worlds.Churn(1000, replies: false));

        RunOutcome result = Worlds.Run(plan, "baseline", mapSize: 4096, warmUp: null);

        // 4096 entries at two for each of 1000 flows a second, less the 20 of the watched ones and up to a batch of 128.
        Assert.InRange((result.Zero - 2 * Worlds.Second) / 1e9, 1.9, 2.1);
        Assert.Empty(result.Warnings);
    }

    private static int Alive(TrafficPlan plan, RunOutcome result, int group)
    {
        FlowPlan[] flows = [.. plan.Flows.Where(flow => flow.Group == group)];
        return 100 * flows.Count(flow => result.Flows.Lives[flow.Number].DiedAt is null) / flows.Length;
    }
}
