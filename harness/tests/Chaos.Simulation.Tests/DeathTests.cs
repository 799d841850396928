using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>What each loss looks like at the endpoints, and what the ledger says of it.</summary>
public sealed class DeathTests
{
    private static readonly GroupPlan Senders = Worlds.Group("senders", Transport.Udp, 200, 2000);
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 200);
    private static readonly GroupPlan Requests = Worlds.Group("requests", Transport.Tcp, 300, 0, reply: true);
    private static readonly GroupPlan Pushes = Worlds.Group("pushes", Transport.Tcp, 0, 300, reply: true);

    [Fact]
    public void Without_its_reverse_entry_a_udp_flow_is_reset_by_the_answer_to_a_punt()
    {
        TrafficPlan plan = Worlds.Plan(10, [Senders]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Lose(EvictHalf.Reverse)]);

        Assert.Equal("senders Reset 10", Worlds.Deaths(plan, result));
        Assert.All(result.Incidents, incident => Assert.Equal(Mechanism.Fault, incident.Mechanism));
    }

    [Theory]
    [InlineData("restore-reverse")]
    [InlineData("restore-both")]
    public void The_clients_next_packet_restores_the_reverse_entry_in_time_for_most_replies(string variant)
    {
        TrafficPlan plan = Worlds.Plan(200, [Senders]);

        RunOutcome result = Worlds.Run(plan, variant, faults: [Lose(EvictHalf.Reverse)]);

        Assert.InRange(result.Flows.Lives.Count(life => life.DiedAt is null), 170, 199);
        Assert.True(result.Table!.Value.RestoredReverse > 150);
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("restore-reverse")]
    [InlineData("restore-both")]
    public void A_flow_that_only_receives_dies_without_its_reverse_entry_under_every_variant(string variant)
    {
        TrafficPlan plan = Worlds.Plan(20, [Feeds]);

        RunOutcome result = Worlds.Run(plan, variant, faults: [Lose(EvictHalf.Reverse)]);

        Assert.Equal("feeds Reset 20", Worlds.Deaths(plan, result));
    }

    [Fact]
    public void Without_its_original_entry_a_udp_flow_changes_its_port_and_a_tcp_flow_is_reset()
    {
        TrafficPlan plan = Worlds.Plan(10, [Senders, Requests]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Lose(EvictHalf.Original)]);

        Assert.Equal("senders PortChanged 10, requests Reset 10", Worlds.Deaths(plan, result));
    }

    [Fact]
    public void A_roaming_peer_survives_the_loss_of_the_original_entry()
    {
        GroupPlan roaming = Worlds.Group("roaming", Transport.Udp, 200, 2000, roaming: true);
        TrafficPlan plan = Worlds.Plan(10, [roaming]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Lose(EvictHalf.Original)]);

        Assert.Equal("", Worlds.Deaths(plan, result));
        Assert.All(result.Flows.Lives, life => Assert.Equal(1, life.Moves));
    }

    [Fact]
    public void A_server_that_pushes_over_tcp_is_reset_without_the_reverse_entry()
    {
        TrafficPlan plan = Worlds.Plan(10, [Pushes]);

        RunOutcome result = Worlds.Run(plan, "restore-both", faults: [Lose(EvictHalf.Reverse)]);

        Assert.Equal("pushes Reset 10", Worlds.Deaths(plan, result));
    }

    [Fact]
    public void Losing_both_halves_of_a_flow_whose_client_speaks_first_goes_unnoticed()
    {
        TrafficPlan plan = Worlds.Plan(10, [Requests]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Lose(EvictHalf.Both)]);

        Assert.Equal("", Worlds.Deaths(plan, result));
        Assert.Equal(Enumerable.Range(0, 10), result.Incidents.Select(incident => incident.Flow).Order());
        Assert.All(result.Incidents, incident => Assert.Equal(PacketMet.SamePort, incident.Met));
    }

    [Fact]
    public void A_reply_that_is_dropped_in_silence_is_noticed_by_the_deadline()
    {
        TrafficPlan plan = Worlds.Plan(10, [Feeds]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Lose(EvictHalf.Reverse)], punt: false);

        Assert.Equal("feeds Timeout 10", Worlds.Deaths(plan, result));
    }

    [Fact]
    public void A_fault_on_one_group_touches_no_other()
    {
        TrafficPlan plan = Worlds.Plan(10, [Senders, Feeds]);
        int[] feeds = [.. Enumerable.Range(10, 10)];

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Lose(EvictHalf.Reverse, feeds)]);

        Assert.Equal("feeds Reset 10", Worlds.Deaths(plan, result));
        Assert.Equal(feeds, result.Faults[0].Report.Flows);
    }

    private static PlannedFault Lose(EvictHalf half, int[]? flows = null) => Worlds.At5(new Evict { Half = half, Share = 1 }, flows: flows);
}
