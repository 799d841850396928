using Chaos.Nat.Ledger;
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

        Assert.Equal(Verdict.Punt, world.Ingress());
        Incident incident = Assert.Single(world.Incidents);
        Assert.Equal(LossMechanism.ReverseEvicted, incident.Mechanism);
        Assert.True(incident.BrokenAtNanoseconds < incident.AtNanoseconds);
    }

    [Fact]
    public void A_removal_by_fault_is_named_a_fault()
    {
        NatWorld world = new("baseline");
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        world.Ingress();

        Assert.Equal(LossMechanism.Fault, Assert.Single(world.Incidents).Mechanism);
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
        Assert.Equal(Verdict.Forward, world.Ingress());
        Assert.Equal(LossMechanism.PortTaken, Assert.Single(world.Incidents).Mechanism);
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
        Assert.Equal(Verdict.Punt, new NatWorld("restore-both").Ingress(natPort: 443));
    }
}
