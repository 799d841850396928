using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests;

/// <summary>What the ledger says of a loss.</summary>
public sealed class MechanismTests
{
    [Fact]
    public void A_punt_names_the_reverse_entry_as_lost()
    {
        NatWorld world = new("baseline", mapSize: 256);
        world.Egress();

        // Egress marks the original entry again and again; nothing marks the reverse one.
        for (int round = 0; round < 20; round++)
        {
            world.Churn(20 * round);
            world.Egress();
        }

        Assert.Equal(PacketVerdict.Punt, world.Ingress());
        Incident incident = Assert.Single(world.Incidents);
        Assert.Equal(Mechanism.ReverseEvicted, incident.Mechanism);
        Assert.True(incident.BrokenAtNanoseconds < incident.AtNanoseconds);
    }

    [Fact]
    public void An_entry_of_a_watched_flow_counts_as_alone_while_its_partner_is_gone_and_no_longer()
    {
        NatWorld world = new("restore-reverse");
        int? Alone() => world.Datapath.ReadTable().WatchedHalves;
        world.Egress();
        Assert.Equal(0, Alone());

        world.Remove(MappingHalf.Reverse);
        Assert.Equal(1, Alone());

        // The next packet out restores it.
        world.Egress();
        Assert.Equal(0, Alone());
        world.Remove(MappingHalf.Reverse);
        world.Remove(MappingHalf.Original);
        Assert.Equal(0, Alone());
    }

    [Fact]
    public void A_mapping_that_is_lost_whole_and_made_again_with_the_same_port_is_told_as_luck()
    {
        NatWorld world = new("restore-both");
        world.Egress();
        world.Remove(MappingHalf.Original);
        world.Remove(MappingHalf.Reverse);

        Assert.Equal(NatWorld.Port, world.Egress());

        Incident incident = Assert.Single(world.Incidents);
        Assert.Equal((PacketMet.SamePort, Mechanism.Fault), (incident.Met, incident.Mechanism));
        Assert.NotNull(incident.Original);
        Assert.NotNull(incident.Reverse);
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
    }

    [Fact]
    public void Replies_that_no_mapping_fits_and_flows_without_a_port_are_counted_for_connections_that_nobody_watches()
    {
        NatWorld world = new("restore-both", minimumPort: 41000, maximumPort: 41000);

        Assert.Equal(41000, world.Egress(41000));
        Assert.Equal(-1, world.Egress(41001));
        world.Datapath.Map.Delete(NatKey.ReverseOf(NatWorld.Tuple(41000), NatWorld.Nat, 41000));
        Assert.Equal(PacketVerdict.Punt, world.Ingress(41000));

        Assert.Equal(new NewcomerLosses(0, 1, 1), world.Datapath.ReadTable().Newcomers);
    }

    /// <remarks>Facts, section 8: the refill of the second insert takes the first, everything else being referenced.</remarks>
    [Fact]
    public void A_mapping_whose_own_second_insert_evicts_its_reverse_entry_is_counted()
    {
        NatWorld world = new("restore-both", mapSize: 256);
        for (ushort port = 50000; port < 50128; port++)
        {
            world.Egress(port);
            world.Ingress(port);
        }

        // All entries are referenced again and again: whatever comes must throw itself out sooner or later.
        for (int round = 0; round < 200; round++)
        {
            for (ushort port = 50000; port < 50128; port++) world.Egress(port);
            world.Egress((ushort)(51000 + round));
        }

        NewcomerLosses losses = world.Datapath.ReadTable().Newcomers;
        Assert.True(losses.EvictedAtOnce > 0, losses.ToString());
    }

    [Fact]
    public void A_removal_by_fault_is_named_a_fault()
    {
        NatWorld world = new("baseline");
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        world.Ingress();

        Assert.Equal(Mechanism.Fault, Assert.Single(world.Incidents).Mechanism);
    }

    /// <summary>Facts: A's reverse entry is gone, B takes the port, and A's replies go to B; nobody is punted.</summary>
    [Fact]
    public void A_port_that_another_client_took_is_named_as_taken()
    {
        NatWorld world = new("restore-both");
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        int port = world.Egress(NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1) });

        Assert.Equal(40000, port);
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(Mechanism.PortTaken, Assert.Single(world.Incidents).Mechanism);
    }

    [Fact]
    public void When_every_port_is_taken_the_packet_is_dropped_by_name()
    {
        NatWorld world = new("restore-both", minimumPort: 40000, maximumPort: 40001);
        world.Egress(40000);
        world.Egress(40001);

        Assert.Equal(-1, world.Egress(40002));
        Assert.Equal((1, 1), (world.Datapath.Counters.AllocationFailures, world.Datapath.Counters.Drops(DropReason.NoMapping)));
    }

    [Fact]
    public void A_reply_below_the_port_range_is_the_hosts()
    {
        Assert.Equal(PacketVerdict.Punt, new NatWorld("restore-both").Ingress(natPort: 443));
    }

    [Fact]
    public void A_loss_tells_when_it_happened_by_which_rule_by_whose_insert_and_what_the_next_packet_met()
    {
        NatWorld world = new("baseline", mapSize: 256);
        world.Datapath.Ledger.Watch(new WatchedFlow(7, NatWorld.Tuple(50000)));
        world.Egress();
        for (int round = 1; world.Has(MappingHalf.Reverse); round++)
        {
            world.Egress();
            world.Churn(20 * round);
            world.Egress(50000);
            world.Datapath.Map.Delete(NatKey.Original(NatWorld.Tuple(50000)));
            world.Datapath.Map.Delete(NatKey.ReverseOf(NatWorld.Tuple(50000), NatWorld.Nat, 50000));
        }

        world.Ingress();

        Incident incident = Assert.Single(world.Incidents, one => one.Flow == 0);
        Assert.Equal((PacketMet.Punt, null), (incident.Met, incident.Original));
        EntryLoss loss = Assert.NotNull(incident.Reverse);
        Assert.Equal((LossRule.Shrink, incident.BrokenAtNanoseconds), (loss.Rule, loss.AtNanoseconds));
        FiveTuple by = Assert.NotNull(loss.By);
        Assert.Equal(world.Datapath.Ledger.FlowOf(by), loss.ByFlow);
        Assert.Equal((NatWorld.Client, NatWorld.Server), (by.SourceAddress, by.DestinationAddress));
    }

    [Fact]
    public void A_new_port_is_told_with_the_original_entrys_loss_alone()
    {
        NatWorld world = new("baseline");
        world.Egress();
        world.Remove(MappingHalf.Original);
        world.Egress();

        Incident incident = Assert.Single(world.Incidents);
        Assert.Equal((PacketMet.NewPort, LossRule.Fault, null), (incident.Met, incident.Original?.Rule, incident.Reverse));
    }

    [Fact]
    public void Without_any_free_port_the_flow_met_a_failed_allocation()
    {
        NatWorld world = new("baseline", minimumPort: NatWorld.Port, maximumPort: NatWorld.Port);
        world.Egress();
        world.Remove(MappingHalf.Original);

        Assert.Equal(-1, world.Egress());
        Assert.Equal((Mechanism.AllocationFailed, PacketMet.AllocationFailed), (world.Incidents[0].Mechanism, world.Incidents[0].Met));
    }

    [Fact]
    public void What_a_variant_took_along_is_told_as_taken_along()
    {
        NatWorld world = new("evict-pair");
        world.Egress();
        world.Remove(MappingHalf.Original);

        world.Ingress();

        Assert.Equal((LossRule.Fault, LossRule.Partner), (world.Incidents[0].Original?.Rule, world.Incidents[0].Reverse?.Rule));
    }

    /// <summary>The second insert of a mapping can be the one that evicts, and a watched flow can be the evictor.</summary>
    [Fact]
    public void A_watched_flow_that_evicts_another_is_named_by_its_number()
    {
        NatWorld world = new("baseline", mapSize: 256);
        for (ushort port = 41000; port < 41300; port++) world.Datapath.Ledger.Watch(new WatchedFlow(port, NatWorld.Tuple(port)));
        world.Egress();
        world.Churn(300);

        world.Ingress();

        Incident incident = Assert.Single(world.Incidents);
        Assert.Equal(incident.Reverse?.By?.SourcePort, (ushort)incident.Reverse!.Value.ByFlow);
        Assert.Equal(Mechanism.BothEvicted, incident.Mechanism);
    }

    [Fact]
    public void A_changed_egress_address_is_told_as_a_fault()
    {
        NatWorld world = new("cilium-1.19");
        world.Egress();
        world.Datapath.ChangeEgressAddress(new(NatWorld.Nat.Value + 1));
        world.Egress();

        Incident incident = Assert.Single(world.Incidents);
        Assert.Equal((Mechanism.Fault, LossRule.Stale, PacketMet.NewPort), (incident.Mechanism, incident.Original?.Rule, incident.Met));
    }
}
