using Chaos.Model;
using Chaos.Nat.Snat;
using CsCheck;

namespace Chaos.Nat.Tests;

public sealed class PortSelectionTests
{
    private const ushort Minimum = 32768, Maximum = 65535;

    public static TheoryData<string> Eras => [.. PortSelectionEra.Names];

    [Theory]
    [MemberData(nameof(Eras))]
    public void A_source_port_in_the_range_is_kept(string era) => Assert.Equal(40000, Selection(era).First(NatWorld.Tuple(40000)));

    [Theory]
    [MemberData(nameof(Eras))]
    public void Whatever_is_drawn_lies_in_the_range_and_only_the_first_clamp_misses_the_top(string era)
    {
        bool missesTop = era is "cilium-1.15" or "cilium-1.16";
        Gen.Select(Gen.UShort[1, 65535], Gen.UShort[1, 65535]).Sample((one, other) =>
        {
            (ushort low, ushort high) = (Math.Min(one, other), Math.Max(one, other));
            PortSelection selection = Selection(era, low, high);
            HashSet<ushort> yielded = [.. Enumerable.Range(0, 65536).Select(value => selection.Clamp((ushort)value))];
            Assert.All(yielded, port => Assert.InRange(port, low, high));
            if (low < high) Assert.Equal(!missesTop, yielded.Contains(high));
        }, iter: 20);
    }

    /// <summary>The cycle that follows from the multiplying clamp: v + 1 goes through min + (v * range >> 16) again.</summary>
    [Theory]
    [InlineData("cilium-1.17")]
    [InlineData("cilium-1.18")]
    public void The_walk_by_one_ends_in_a_cycle_of_sixteen_ports(string era)
    {
        PortSelection selection = Selection(era);
        ushort port = 40000;
        for (int attempt = 1; attempt <= 16; attempt++) port = selection.Next(NatWorld.Connection, port, attempt);

        HashSet<ushort> cycle = [];
        for (int attempt = 17; attempt <= 64; attempt++) cycle.Add(port = selection.Next(NatWorld.Connection, port, attempt));

        ushort[] expected =
            [32768, 49152, 57344, 61440, 63488, 64512, 65024, 65280, 65408, 65472, 65504, 65520, 65528, 65532, 65534, 65535];
        Assert.Equal(expected, cycle.Order());
    }

    /// <summary>The older modulo "walks in steps of 2 in effect": p + 1 again modulo 32767, which is one below the minimum.</summary>
    [Fact]
    public void The_walk_under_the_first_modulo_goes_in_steps_of_two()
    {
        PortSelection selection = Selection("cilium-1.16");

        Assert.Equal((40002, 40004), (selection.Next(NatWorld.Connection, 40000, 1), selection.Next(NatWorld.Connection, 40002, 2)));
    }

    [Fact]
    public void Another_range_holds_from_the_next_mapping_on()
    {
        NatWorld world = new("cilium-1.19");
        world.Egress();
        world.Datapath.ChangePorts(50000, 50000);

        Assert.Equal((NatWorld.Port, 50000, -1), (world.Egress(), world.Egress(40001), world.Egress(40002)));
        Assert.Equal((PacketVerdict.Punt, PacketVerdict.Forward), (world.Ingress(), world.Ingress(50000)));
    }

    [Fact]
    public void A_lookup_as_probe_marks_the_entry_that_collides_and_a_create_does_not()
    {
        Assert.True(SurvivesAfterCollision("cilium-1.15"));
        Assert.False(SurvivesAfterCollision("cilium-1.18"));
    }

    /// <summary>Whether the reverse entry outlives churn after another client collided with it.</summary>
    private static bool SurvivesAfterCollision(string era)
    {
        NatWorld world = new(NatWorld.Options("baseline") with { PortSelection = era, Map = new MapOptions(512) });
        world.Egress();
        for (int round = 0; round < 8; round++)
        {
            world.Egress(NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1 + (uint)round) });
            world.Churn(40 * round);
        }

        return world.Has(MappingHalf.Reverse);
    }

    [Theory]
    [InlineData(PortDraw.Random, false)]
    [InlineData(PortDraw.Hash, true)]
    public void A_hash_gives_a_mapping_that_is_made_again_its_port_again(PortDraw draw, bool same)
    {
        NatWorld world = new(NatWorld.Options("baseline") with { PortDraw = draw });
        ushort[] sources = [.. Enumerable.Range(1024, 200).Select(port => (ushort)port)];
        int[] before = [.. sources.Select(source => world.Egress(source))];
        world.Datapath.Map.Replace(1024, carry: false, cpu: 0);

        int[] after = [.. sources.Reverse().Select(source => world.Egress(source)).Reverse()];

        Assert.All(before, port => Assert.InRange(port, 32768, 65535));
        int kept = before.Zip(after).Count(pair => pair.First == pair.Second);
        Assert.True(same ? kept >= 190 : kept < 10, $"{kept} of {before.Length} ports are the same again");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void As_many_ports_are_tried_as_the_option_says(int retries)
    {
        NatWorld world = new(NatWorld.Options("baseline") with { Retries = retries, Ports = new PortRange(40000, 40000) });
        world.Egress();

        Assert.Equal(-1, world.Egress(NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1) }));
        Assert.Equal((retries + 1, 1), (world.Datapath.Counters.Retries.Length, world.Datapath.Counters.Retries[retries]));
    }

    private static PortSelection Selection(string name, ushort minimum = Minimum, ushort maximum = Maximum)
    {
        Assert.True(PortSelectionEra.TryFind(name, out PortSelectionEra? era));
        return new PortSelection(era, PortDraw.Random, minimum, maximum, new SeededPortDraws(1));
    }
}
