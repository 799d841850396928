using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>Outside clients, one node, three pods: the same flows, translated twice.</summary>
public sealed class NodePortTests
{
    private static readonly GroupPlan Echoes = Worlds.Group("echoes", Transport.Udp, 200, 0, reply: true);
    private static readonly GroupPlan Pushes = Worlds.Group("pushes", Transport.Tcp, 0, 300, reply: true);

    [Fact]
    public void Every_message_arrives_at_a_pod_and_every_answer_at_the_client()
    {
        TrafficPlan plan = Worlds.Plan(20, [Echoes, Pushes]);

        RunOutcome result = Run(plan, "cilium-1.19");

        Assert.Equal("", Worlds.Deaths(plan, result));
        Assert.All(
            result.Messages, count => Assert.Equal((count.ClientSent, count.ServerSent), (count.ServerReceived, count.ClientReceived)));
        Assert.All(result.Messages, count => Assert.True(count.ClientSent > 10));
    }

    [Fact]
    public void Without_its_reverse_entry_a_flow_is_reset_here_too()
    {
        TrafficPlan plan = Worlds.Plan(10, [Pushes]);
        Evict all = new() { Half = EvictHalf.Reverse, Share = 1 };

        RunOutcome result = Run(plan, "cilium-1.19", Worlds.At5(all));

        Assert.Equal("pushes Reset 10", Worlds.Deaths(plan, result));
        Assert.Equal(10, result.Incidents.Count);
    }

    /// <summary>The pod that serves the second life need not be that of the first.</summary>
    [Fact]
    public void A_flow_that_opens_again_is_served_by_whichever_pod_its_new_port_leads_to()
    {
        TrafficPlan plan = Worlds.Plan(30, [Pushes with { ReopenAfter = Worlds.Second }]);
        Evict all = new() { Half = EvictHalf.Both, Share = 1 };

        RunOutcome result = Run(plan, "cilium-1.19", Worlds.At5(all));

        Assert.Equal(30, result.Flows.Lives.Count(life => life.DiedAt is not null));
        Assert.Equal(Enumerable.Range(0, 30), result.Flows.Reopenings.Select(again => again.Flow).Order());
    }

    private static RunOutcome Run(TrafficPlan plan, string variant, params PlannedFault[] faults) => Worlds.Run(new RunPlan
    {
        Name = "node-port",
        Topology = TopologyKind.NodePort,
        Traffic = plan,
        Nat = Worlds.Nat(variant),
        Faults = faults,
        EndOfFaults = 10 * Worlds.Second,
        Phases = new RunPhases(2 * Worlds.Second, 0, 0, 60 * Worlds.Second, 10 * Worlds.Second, 6 * Worlds.Second),
    });
}
