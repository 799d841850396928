using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;

namespace Chaos.Nat.Tests;

/// <summary>What each ablation does that its neighbours do not.</summary>
public sealed class VariantTests
{
    public static TheoryData<string> Names => [.. VariantCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_variant_translates_out_and_back(string name)
    {
        NatWorld world = new(name);

        Assert.Equal(NatWorld.Port, world.Egress());
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(NatWorld.Connection.Reversed(), world.Delivered);
        Assert.Equal(NatWorld.Port, world.Egress());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_clients_on_one_port_get_two_ports_and_each_its_own_replies(string name)
    {
        NatWorld world = new(name);
        FiveTuple other = NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1) };

        int first = world.Egress(), second = world.Egress(other);

        Assert.NotEqual(first, second);
        world.Ingress(second);
        Assert.Equal(other.Reversed(), world.Delivered);
        world.Ingress(first);
        Assert.Equal(NatWorld.Connection.Reversed(), world.Delivered);
    }

    [Fact]
    public void Restore_original_heals_a_reply_and_not_a_request()
    {
        NatWorld world = new("restore-original");
        world.Egress();
        world.Remove(MappingHalf.Original);
        world.Ingress();
        Assert.Equal(NatWorld.Port, world.Egress());

        world.Remove(MappingHalf.Reverse);
        world.Egress();
        Assert.Equal(PacketVerdict.Punt, world.Ingress());
    }

    [Theory]
    [InlineData("restore-both", false)]
    [InlineData("reclaim-reverse", true)]
    public void Reclaim_reverse_keeps_the_port_of_a_request_that_finds_no_original_entry(string variant, bool kept)
    {
        NatWorld world = new(variant);
        world.Egress();
        world.Remove(MappingHalf.Original);

        Assert.Equal(kept, world.Egress() == NatWorld.Port);
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(NatWorld.Connection.Reversed(), world.Delivered);
    }

    [Fact]
    public void Touch_partner_restores_nothing()
    {
        NatWorld world = new("touch-partner");
        world.Egress();
        world.Remove(MappingHalf.Reverse);
        world.Egress();

        Assert.False(world.Has(MappingHalf.Reverse));
    }

    /// <summary>Churn of unanswered flows takes the half that nothing marks, unless egress marks it too.</summary>
    [Theory]
    [InlineData("baseline", false)]
    [InlineData("touch-partner", true)]
    public void Touch_partner_keeps_the_reverse_entry_of_a_flow_that_only_sends(string variant, bool kept)
    {
        NatWorld world = new(variant, mapSize: 256);
        for (int round = 0; round < 20; round++)
        {
            world.Egress();
            world.Churn(20 * round);
        }

        Assert.Equal(kept, world.Has(MappingHalf.Reverse));
    }

    /// <summary>The first batch of evictions takes what was never marked.</summary>
    [Theory]
    [InlineData("baseline", false)]
    [InlineData("touch-on-insert", true)]
    public void Touch_on_insert_brings_a_silent_newcomer_over_the_first_eviction(string variant, bool kept)
    {
        NatWorld world = new(variant);
        world.Egress();
        for (int number = 0; world.Datapath.Map.Evictions == 0; number++)
        {
            // Written into the map directly: churn that nobody touches.
            FiveTuple stranger = NatWorld.Tuple((ushort)(1024 + number));
            world.Datapath.Map.Create(NatKey.Original(stranger), NatWorld.Nat, 1, UpdateMode.Any, cpu: 0);
        }

        Assert.Equal((kept, kept), (world.Has(MappingHalf.Original), world.Has(MappingHalf.Reverse)));
    }

    [Fact]
    public void Evict_pair_never_leaves_half_a_mapping()
    {
        NatWorld world = new("evict-pair", mapSize: 256);
        for (int round = 0; round < 10; round++)
        {
            world.Egress();
            world.Churn(400);
        }

        HashSet<NatKey> keys = [.. world.Datapath.Map.Entries().Select(entry => entry.Key)];
        Assert.True(world.Datapath.Map.Evictions > 0);
        Assert.All(world.Datapath.Map.Entries(), entry => Assert.Contains(NatValue.Partner(entry.Key, entry.Value), keys));
    }

    [Fact]
    public void Single_entry_holds_twice_the_connections_and_either_direction_keeps_them()
    {
        NatWorld world = new("single-entry", mapSize: 256);
        world.Egress();
        world.Churn(200);
        Assert.Equal((201, 0), (world.Datapath.Map.Count, world.Datapath.Map.Evictions));

        for (int round = 0; round < 20; round++)
        {
            world.Churn(20 * round);
            Assert.Equal(PacketVerdict.Forward, world.Ingress());
        }

        Assert.True(world.Datapath.Map.Evictions > 0);
        Assert.Equal(NatWorld.Port, world.Egress());
    }

    [Fact]
    public void Single_entry_frees_the_port_of_what_it_evicts()
    {
        NatWorld world = new("single-entry", mapSize: 64);
        world.Churn(500);

        HashSet<NatKey> keys = [.. world.Datapath.Map.Entries().Select(entry => entry.Key)];
        Assert.Equal(2 * world.Datapath.Map.Count, keys.Count);
        world.Churn(500);
        Assert.Equal(0, world.Datapath.Counters.AllocationFailures);
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1000, 8)]
    [InlineData(2, 1)]
    public void Refuse_new_evicts_nobody_and_uses_every_entry(int size, int possibleCpus)
    {
        NatWorld world = new(NatWorld.Options("refuse-new") with { Map = new MapOptions(size, PossibleCpus: possibleCpus) });
        world.Egress();
        world.Churn(2 * size);

        Assert.Equal((size, 0), (world.Datapath.Map.Count, world.Datapath.Map.Evictions));
        Assert.Equal(2 * size + 1 - size / 2, world.Datapath.Counters.AllocationFailures);
        Assert.True(world.Datapath.Map.HasBeenFull);
        Assert.Equal((NatWorld.Port, PacketVerdict.Forward), (world.Egress(), world.Ingress()));
    }

    [Fact]
    public void Drop_partner_on_miss_makes_a_widowed_connection_anew_by_its_own_port()
    {
        NatWorld world = new("drop-partner-on-miss");
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        Assert.Equal(NatWorld.Port, world.Egress());
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
    }

    [Fact]
    public void Drop_partner_on_miss_punts_a_reply_whose_original_entry_is_gone_and_frees_its_port()
    {
        NatWorld world = new("drop-partner-on-miss");
        world.Egress();
        world.Remove(MappingHalf.Original);

        Assert.Equal(PacketVerdict.Punt, world.Ingress());
        Assert.Equal(NatWorld.Port, world.Egress());
    }
}
