using Chaos.Nat.Ledger;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests;

/// <summary>State x direction x variant, as Cilium's source reads (bpf/lib/nat.h before #35304, after it, after #37747, after #40971).</summary>
public sealed class OutcomeMatrixTests
{
    [Theory]
    [InlineData("baseline", VerdictKind.Punt)]
    [InlineData("restore-reverse", VerdictKind.Forward)]
    [InlineData("restore-both", VerdictKind.Forward)]
    [InlineData("restore-both-overwrite", VerdictKind.Forward)]
    public void Egress_with_the_reverse_entry_gone_is_healed_only_by_a_restore(string variant, VerdictKind reply)
    {
        NatWorld world = new(variant);
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        int port = world.Egress();
        Verdict verdict = world.Ingress();

        Assert.Equal((40000, reply), (port, verdict.Kind));
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("restore-reverse")]
    [InlineData("restore-both")]
    [InlineData("restore-both-overwrite")]
    public void A_reply_that_comes_before_the_restore_is_punted_under_every_variant(string variant)
    {
        NatWorld world = new(variant);
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        Verdict verdict = world.Ingress();

        Assert.Equal(Verdict.Punt, verdict);
    }

    [Theory]
    [InlineData("baseline", false)]
    [InlineData("restore-reverse", false)]
    [InlineData("restore-both", true)]
    [InlineData("restore-both-overwrite", true)]
    public void Ingress_with_the_original_entry_gone_keeps_the_port_only_where_it_is_restored(string variant, bool keepsPort)
    {
        NatWorld world = new(variant);
        world.Egress();
        world.Remove(MappingHalf.Original);

        Verdict reply = world.Ingress();
        int port = world.Egress();

        Assert.Equal(Verdict.Forward, reply);
        Assert.Equal(keepsPort, port == 40000);
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("restore-reverse")]
    [InlineData("restore-both")]
    [InlineData("restore-both-overwrite")]
    public void Egress_with_the_original_entry_gone_collides_with_its_own_reverse_entry(string variant)
    {
        NatWorld world = new(variant);
        world.Egress();
        world.Remove(MappingHalf.Original);

        int port = world.Egress();

        Assert.NotEqual(40000, port);
        Assert.Equal(Verdict.Forward, world.Ingress(port));
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("restore-both")]
    public void Egress_with_both_halves_gone_survives_unnoticed_if_the_port_is_free(string variant)
    {
        NatWorld world = new(variant);
        world.Egress();
        world.Remove(MappingHalf.Original);
        world.Remove(MappingHalf.Reverse);

        Assert.Equal(40000, world.Egress());
        Assert.Equal(Verdict.Forward, world.Ingress());
        Assert.Empty(world.Incidents);
    }

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
