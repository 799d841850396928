using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests;

/// <summary>The outcome matrix: which packet comes, which entries stand, which version. Every row once for each version.</summary>
/// <remarks>Source: Cilium bpf/lib/nat.h before #34913 (v0), and after it (v0s), #35304 (v1), #37747 (v2) and #40971 (v3).</remarks>
public sealed class OutcomeMatrixTests
{
    private const string V0 = "cilium-1.16.0", V0s = "baseline", V1 = "restore-reverse", V2 = "restore-both", V3 = "restore-both-overwrite";

    private static readonly string[] Versions = [V0, V0s, V1, V2, V3];

    public static TheoryData<string> AllVersions => [.. Versions];

    /// <summary>The versions, and whether each restores what the row is about.</summary>
    public static TheoryData<string, bool> RestoresReverse => new()
    {
        { V0, false }, { V0s, false }, { V1, true }, { V2, true }, { V3, true },
    };

    public static TheoryData<string, bool> RestoresOriginal => new()
    {
        { V0, false }, { V0s, false }, { V1, false }, { V2, true }, { V3, true },
    };

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Egress_original_hit_reverse_hit_leaves_by_its_port(string version)
    {
        NatWorld world = Given(version);

        Assert.Equal(NatWorld.Port, world.Egress());
        Assert.Equal((0, 0), (world.Datapath.Map.RestoredOriginal, world.Datapath.Map.RestoredReverse));
    }

    [Theory]
    [MemberData(nameof(RestoresReverse))]
    public void Egress_original_hit_reverse_miss_leaves_by_its_port_and_replies_come_back_if_it_was_restored(string version, bool restored)
    {
        NatWorld world = Given(version, MappingHalf.Reverse);

        Assert.Equal(NatWorld.Port, world.Egress());
        Assert.Equal(restored, world.Has(MappingHalf.Reverse));
        for (int reply = 0; reply < 3; reply++) Assert.Equal(restored ? PacketVerdict.Forward : PacketVerdict.Punt, world.Ingress());
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Egress_original_miss_reverse_hit_collides_with_its_own_reverse_entry_which_stays_as_an_orphan(string version)
    {
        NatWorld world = Given(version, MappingHalf.Original);

        int port = world.Egress();

        Assert.NotEqual(NatWorld.Port, port);
        Assert.True(world.Has(MappingHalf.Reverse));
        Assert.Equal(PacketVerdict.Forward, world.Ingress(port));
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Egress_both_miss_keeps_the_source_port_if_it_is_free(string version)
    {
        NatWorld world = Given(version, MappingHalf.Both);

        Assert.Equal(NatWorld.Port, world.Egress());
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(PacketMet.SamePort, Assert.Single(world.Incidents).Met);
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Egress_both_miss_gets_another_port_if_its_own_was_taken_meanwhile(string version)
    {
        NatWorld world = Given(version, MappingHalf.Both);
        world.Egress(NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1) });

        Assert.NotEqual(NatWorld.Port, world.Egress());
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Egress_both_miss_gets_another_port_if_the_source_port_is_outside_the_range(string version)
    {
        const ushort Outside = 1024;
        NatWorld world = new(version);
        int first = world.Egress(Outside);
        world.Datapath.Map.Delete(NatKey.Original(NatWorld.Tuple(Outside)));
        world.Datapath.Map.Delete(NatKey.ReverseOf(NatWorld.Tuple(Outside), NatWorld.Nat, (ushort)first));

        Assert.NotEqual(first, world.Egress(Outside));
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Ingress_reverse_hit_original_hit_is_delivered(string version)
    {
        NatWorld world = Given(version);

        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(NatWorld.Connection.Reversed(), world.Delivered);
    }

    [Theory]
    [MemberData(nameof(RestoresOriginal))]
    public void Ingress_reverse_hit_original_miss_is_delivered_and_the_next_egress_keeps_its_port_if_it_was_restored(string version,
        bool restored)
    {
        NatWorld world = Given(version, MappingHalf.Original);

        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(restored, world.Has(MappingHalf.Original));
        Assert.Equal(restored, world.Egress() == NatWorld.Port);
    }

    [Theory]
    [MemberData(nameof(RestoresReverse))]
    public void Ingress_reverse_miss_original_hit_is_punted_although_the_next_egress_may_restore_it(string version, bool restored)
    {
        NatWorld world = Given(version, MappingHalf.Reverse);

        Assert.Equal(PacketVerdict.Punt, world.Ingress());
        world.Egress();
        Assert.Equal(restored, world.Has(MappingHalf.Reverse));
    }

    [Theory]
    [MemberData(nameof(AllVersions))]
    public void Ingress_both_miss_is_punted(string version) => Assert.Equal(PacketVerdict.Punt, Given(version, MappingHalf.Both).Ingress());

    [Theory]
    [InlineData(V0, false)]
    [InlineData(V0s, true)]
    [InlineData(V1, true)]
    [InlineData(V2, true)]
    [InlineData(V3, true)]
    public void Egress_original_hit_with_a_former_egress_address_is_mapped_anew_since_34913(string version, bool anew)
    {
        NatWorld world = Given(version);
        Ipv4Address other = new(NatWorld.Nat.Value + 1);
        world.Datapath.ChangeEgressAddress(other);

        FiveTuple? leaving = world.Send(NatWorld.Connection);

        Assert.Equal(anew ? other : NatWorld.Nat, leaving?.SourceAddress);
        Assert.Equal(!anew, world.Has(MappingHalf.Reverse));
        Assert.Equal(2, world.Datapath.Map.Count);
    }

    /// <summary>A mapping of 40000, without some of its entries.</summary>
    private static NatWorld Given(string version, MappingHalf missing = MappingHalf.None)
    {
        NatWorld world = new(version);
        world.Egress();
        if (missing.HasFlag(MappingHalf.Original)) Assert.True(world.Remove(MappingHalf.Original));
        if (missing.HasFlag(MappingHalf.Reverse)) Assert.True(world.Remove(MappingHalf.Reverse));
        return world;
    }
}
