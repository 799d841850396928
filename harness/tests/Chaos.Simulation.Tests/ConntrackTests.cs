using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>Conntrack in the simulated world: silence longer than a lifetime, on the virtual clock.</summary>
public sealed class ConntrackTests
{
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 100_000);
    private static readonly GroupPlan Pushes = Worlds.Group("pushes", Transport.Tcp, 0, 100_000, reply: true);

    [Fact]
    public void A_udp_feed_that_is_silent_for_more_than_a_minute_is_lost_to_garbage_collection_and_a_tcp_push_is_not()
    {
        TrafficPlan plan = Worlds.Plan(5, [Feeds, Pushes]);

        RunOutcome result = Run(plan, new ConntrackOptions(1024, 1024, GcIntervalNanoseconds: 5 * Worlds.Second));

        Assert.Equal("feeds Reset 5", Worlds.Deaths(plan, result));
        Assert.Equal([0, 1, 2, 3, 4], result.Incidents.Select(incident => incident.Flow).Order());
        Assert.All(result.Incidents, incident => Assert.Equal((Mechanism.Expired, PacketMet.Punt), (incident.Mechanism, incident.Met)));
    }

    [Fact]
    public void Without_conntrack_silence_costs_nothing()
    {
        TrafficPlan plan = Worlds.Plan(5, [Feeds, Pushes]);

        Assert.Equal("", Worlds.Deaths(plan, Run(plan, conntrack: null)));
    }

    private static RunOutcome Run(TrafficPlan plan, ConntrackOptions? conntrack) => Worlds.Run(new RunPlan
    {
        Name = "conntrack",
        Traffic = plan,
        Nat = Worlds.Nat("cilium-1.19") with { Conntrack = conntrack },
        EndOfFaults = 0,
        Phases = new RunPhases(2 * Worlds.Second, 0, 0, 60 * Worlds.Second, 300 * Worlds.Second, 130 * Worlds.Second),
    });
}
