using System.Globalization;
using Chaos.Nat.Tests.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Nat.Tests;

/// <summary>
/// The reproductions R1 to R8 and Cilium's own scenarios A and B (bpf/tests/tc_nodeport_lb4_nat_lb.c), on the datapath itself.
/// </summary>
/// <remarks>R4 is <see cref="OutcomeMatrixTests"/>, R7 is <see cref="BpfLruGoldenVectorTests"/>.</remarks>
public sealed class ReproductionTests
{
    private const int Size = 1024;

    public static TheoryData<string, BatchRule> VersionsAndKernels
    {
        get
        {
            TheoryData<string, BatchRule> data = [];
            foreach (string version in new[] { "baseline", "restore-reverse", "restore-both", "restore-both-overwrite" })
            {
                data.Add(version, BatchRule.Fixed128);
                data.Add(version, BatchRule.Scaled);
            }

            return data;
        }
    }

    [Fact]
    public void Scenario_A_of_35304_a_lost_reverse_entry_punts_one_reply_and_the_next_request_restores_it()
    {
        NatWorld world = new("restore-reverse");
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        Assert.Equal(PacketVerdict.Punt, world.Ingress());
        Assert.Equal(NatWorld.Port, world.Egress());
        Assert.Equal(PacketVerdict.Forward, world.Ingress());
        Assert.Equal(1, world.Datapath.Map.RestoredReverse);
    }

    [Fact]
    public void Scenario_B_of_37747_a_lost_original_entry_costs_the_port_unless_a_reply_comes_first()
    {
        NatWorld world = new("restore-both");
        world.Egress();
        world.Remove(MappingHalf.Original);
        int other = world.Egress();
        Assert.NotEqual(NatWorld.Port, other);

        Assert.True(world.Remove(MappingHalf.Original));
        Assert.Equal(PacketVerdict.Forward, world.Ingress(other));
        Assert.Equal(other, world.Egress());
        Assert.Equal(1, world.Datapath.Map.RestoredOriginal);
    }

    [Theory]
    [MemberData(nameof(VersionsAndKernels))]
    public void R1_a_flow_that_only_sends_loses_its_reverse_entry_in_v0_and_survives_later_versions_without_one_restore(string version,
        BatchRule batch)
    {
        NatWorld world = World(version, batch);
        for (int round = 0; round < 40; round++)
        {
            world.Egress();
            NewFlows(world, 25 * round, 25, answered: false);
        }

        Assert.Equal(version == "baseline" ? PacketVerdict.Punt : PacketVerdict.Forward, world.Ingress());
        Assert.Equal((0, 0), (world.Datapath.Map.RestoredReverse, world.Datapath.Map.RestoredOriginal));
    }

    [Theory]
    [MemberData(nameof(VersionsAndKernels))]
    public void R2_a_flow_that_only_receives_loses_its_original_entry_in_v0_and_v1_and_survives_later_versions_without_one_restore(
        string version, BatchRule batch)
    {
        NatWorld world = World(version, batch);
        world.Egress();
        for (int round = 0; round < 40; round++)
        {
            Assert.Equal(PacketVerdict.Forward, world.Ingress());
            NewFlows(world, 25 * round, 25, answered: false);
        }

        Assert.Equal(version is "restore-both" or "restore-both-overwrite", world.Egress() == NatWorld.Port);
        Assert.Equal((0, 0), (world.Datapath.Map.RestoredReverse, world.Datapath.Map.RestoredOriginal));
    }

    [Theory]
    [MemberData(nameof(VersionsAndKernels))]
    public void R3_after_silence_both_ways_a_server_that_speaks_first_is_punted_and_a_client_keeps_a_port_that_is_still_free(string version,
        BatchRule batch)
    {
        NatWorld server = Silent(version, batch), client = Silent(version, batch), robbed = Silent(version, batch);
        robbed.Egress(NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1) });

        Assert.Equal(PacketVerdict.Punt, server.Ingress());
        Assert.Equal(NatWorld.Port, client.Egress());
        Assert.NotEqual(NatWorld.Port, robbed.Egress());
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("restore-reverse")]
    [InlineData("restore-both")]
    [InlineData("restore-both-overwrite")]
    public void R5_two_clients_leave_by_one_port_and_every_reply_goes_to_the_one_that_took_it(string version)
    {
        NatWorld world = new(version);
        FiveTuple thief = NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + 1) };
        world.Egress();
        world.Remove(MappingHalf.Reverse);

        Assert.Equal((NatWorld.Port, NatWorld.Port), (world.Egress(thief), world.Egress()));
        world.Ingress();
        Assert.Equal(thief.Reversed(), world.Delivered);
        Assert.Equal(0, world.Datapath.Map.RestoredReverse);
        Assert.Equal(Mechanism.PortTaken, Assert.Single(world.Incidents).Mechanism);
    }

    /// <summary>Issue 36572: 1024 entries, 1000 new connections a second, nothing long-lived.</summary>
    /// <remarks>
    /// What is lost are newcomers: an entry that joins the inactive list before its first lookup stands nearer to the tail than the old
    /// ones that the rotation
    /// puts in front of it, and goes first. A restore of the reverse entry does not help, because the SYN-ACK comes first and finds it
    /// gone; looking the
    /// original one up at the SYN-ACK (v2) helps the one step that it is earlier; a look at insertion helps nearly all, and so does a
    /// kernel whose CPUs
    /// hold their newcomers back for longer than a round trip.
    /// </remarks>
    [Fact]
    public void R6_short_connections_are_reset_in_a_small_map_unless_newcomers_are_marked_or_wait_long_enough()
    {
        double Share(string version, BatchRule batch, int cpus)
        {
            double share = ResetShare(version, batch, cpus);
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{version}, {batch}, {cpus} CPUs: {100 * share:0.0} % of connections reset"));
            return share;
        }

        foreach (string version in new[] { "baseline", "restore-reverse", "restore-both", "restore-both-overwrite" })
        {
            Assert.True(Share(version, BatchRule.Fixed128, 1) > 0.2);
            Assert.True(Share(version, BatchRule.Fixed128, 16) > 0.2);
            Assert.Equal(0, Share(version, BatchRule.Scaled, 16));
        }

        Assert.InRange(Share("touch-on-insert", BatchRule.Fixed128, 1), 0, 0.01);
    }

    [Theory]
    [InlineData(1024, BatchRule.Fixed128)]
    [InlineData(1024, BatchRule.Scaled)]
    [InlineData(4096, BatchRule.Fixed128)]
    [InlineData(4096, BatchRule.Scaled)]
    public void R8_churn_of_single_packets_never_evicts_a_flow_that_was_marked_once(int size, BatchRule batch)
    {
        NatWorld world = Marked("baseline", size, batch);
        NewFlows(world, 0, 40_000, answered: false);

        Assert.True(world.Has(MappingHalf.Original) && world.Has(MappingHalf.Reverse));
    }

    [Theory]
    [MemberData(nameof(VersionsAndKernels))]
    public void R8_churn_that_is_answered_takes_both_halves_when_flow_number_half_the_size_arrives(string version, BatchRule batch)
    {
        foreach (int size in new[] { 1024, 4096 })
        {
            NatWorld world = Marked(version, size, batch);
            NewFlows(world, 0, (size / 2) - 1, answered: true);
            Assert.True(world.Has(MappingHalf.Original) && world.Has(MappingHalf.Reverse), "too early");
            NewFlows(world, (size / 2) - 1, 1, answered: true);
            Assert.False(world.Has(MappingHalf.Original) || world.Has(MappingHalf.Reverse), "too late");
        }
    }

    [Theory]
    [MemberData(nameof(VersionsAndKernels))]
    public void R8_a_flow_that_was_never_marked_dies_at_half_the_size_whatever_the_churn(string version, BatchRule batch)
    {
        foreach (bool answered in new[] { false, true })
        {
            NatWorld world = World(version, batch);
            world.Egress();
            NewFlows(world, 0, Size / 2, answered);

            Assert.False(world.Has(MappingHalf.Original) || world.Has(MappingHalf.Reverse));
        }
    }

    private static NatWorld World(string version, BatchRule batch, int size = Size) =>
        new(NatWorld.Options(version) with { Map = new MapOptions(size, Batch: batch, PossibleCpus: 1) });

    /// <summary>A flow whose halves have both been looked up.</summary>
    private static NatWorld Marked(string version, int size, BatchRule batch)
    {
        NatWorld world = World(version, batch, size);
        world.Egress();
        world.Ingress();
        world.Egress();
        return world;
    }

    /// <summary>The flow of <see cref="Marked"/> after as much answered churn as the map holds.</summary>
    private static NatWorld Silent(string version, BatchRule batch)
    {
        NatWorld world = Marked(version, Size, batch);
        NewFlows(world, 0, Size, answered: true);
        Assert.False(world.Has(MappingHalf.Original) || world.Has(MappingHalf.Reverse));
        return world;
    }

    /// <summary>Flows that nobody had before, numbered; none takes the port of the watched one.</summary>
    private static void NewFlows(NatWorld world, int from, int count, bool answered)
    {
        for (int number = from; number < from + count; number++)
        {
            FiveTuple flow = NatWorld.Connection with
            {
                SourceAddress = new(
                NatWorld.Client.Value + 100 + (uint)(number / 20_000)),
                SourcePort = (ushort)(40_001 + (number % 20_000))
            };
            int port = world.Egress(flow);
            if (answered) world.Ingress(port);
        }
    }

    /// <summary>
    /// Share of connections that meet a punt or change their port: SYN, SYN-ACK, ACK, request, response, FIN and FIN, ten milliseconds a
    /// step, any CPU.
    /// </summary>
    private static double ResetShare(string version, BatchRule batch, int cpus)
    {
        const int Connections = 20_000, Steps = 7, MillisecondsPerStep = 10;
        NatDatapath datapath = NatDatapath.Create(
            NatWorld.Options(version) with { Map = new MapOptions(Size, Batch: batch, PossibleCpus: cpus) });
        RandomStream random = new(1, "test/cpus");
        int[] ports = new int[Connections];
        bool[] broken = new bool[Connections];
        byte[] bytes = new byte[100];
        for (int millisecond = 0; millisecond < Connections + (Steps * MillisecondsPerStep); millisecond++)
            for (int step = 0; step < Steps; step++)
            {
                int number = millisecond - (step * MillisecondsPerStep);
                if (number < 0 || number >= Connections || broken[number]) continue;
                bool isReply = step is 1 or 4 or 6;
                FiveTuple flow = NatWorld.Tuple((ushort)(32768 + (number % 28_000)), IpProtocol.Tcp);
                FiveTuple sent = isReply
                    ? flow.Reversed() with { DestinationAddress = NatWorld.Nat, DestinationPort = (ushort)ports[number] } : flow;
                int length = TcpSegment.Write(bytes, sent, new TcpNumbers(1, 1, TcpFlags.Ack), []);
                int cpu = (int)random.NextBelow(cpus);
                PacketVerdict verdict = isReply
                    ? datapath.ProcessIngress(bytes.AsSpan(0, length), millisecond, cpu)
                    : datapath.ProcessEgress(bytes.AsSpan(0, length), millisecond, cpu);
                if (verdict != PacketVerdict.Forward) broken[number] = true;
                else if (!isReply)
                {
                    int port = NatWorld.Parse(bytes.AsSpan(0, length)).SourcePort;
                    broken[number] = step > 0 && port != ports[number];
                    ports[number] = port;
                }
            }

        return broken.Count(one => one) / (double)Connections;
    }
}
