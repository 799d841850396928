using System.Runtime.CompilerServices;
using Chaos.Bpf.Maps;
using Chaos.Bpf.Nat;
using Chaos.Core;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Bpf.Tests;

/// <summary>
/// The NAT of `nat.c` and our C# datapath get the same packets, on the same CPU, each with an LRU map of the running kernel: every packet
/// and every entry must come out alike, evictions included.
/// </summary>
public sealed class KernelNatTests
{
    private const int Servers = 3, Clients = 700;
    private static readonly Ipv4Address Inside = Ipv4Address.Parse("198.18.0.0"), Outside = Ipv4Address.Parse("198.18.1.0");
    private static readonly Ipv4Address Egress = new(Outside.Value + 250);

    public static TheoryData<string> Variants => [.. KernelNat.Variants, "cilium-1.16", "cilium-1.17", "cilium-1.18", "cilium-1.19"];

    [NatTheory]
    [MemberData(nameof(Variants))]
    public void The_nat_in_the_kernel_does_to_every_packet_what_our_datapath_does(string variant)
    {
        // One entry for both directions cannot be had of a kernel's map by our datapath: there it has room for all.
        bool evicts = variant != "single-entry";
        using CpuPin pin = new();
        pin.MoveTo(pin.Allowed[0]);
        NatOptions options = Options(variant, evicts ? 1024 : 8192);
        using KernelMapEngine engine = new();
        using OwnMapEngine own = new();
        NatDatapath ours = NatDatapath.Create(options, evicts ? engine : own, new SameDraw());
        using KernelNat theirs = new(NatObject.LoadWithDraw(SameDraw.Number), new KernelNatPlace(1, 2, Inside, 24), options);
        RandomStream random = new(1, variant);
        byte[]? lastOut = null;
        for (int step = 0; step < 12_000; step++)
        {
            bool fromClient = random.NextBelow(3) > 0;
            byte[] packet = Draw(ref random, fromClient, lastOut);
            byte[] expected = (byte[])packet.Clone();
            PacketVerdict verdict = fromClient ? ours.ProcessEgress(expected, step, 0) : ours.ProcessIngress(expected, step, 0);

            (int fate, byte[] got) = Run(fromClient ? theirs.FromClients : theirs.FromServers, packet);

            Assert.True(FateOf(verdict) == fate, $"step {step}: {verdict.Kind} {verdict.Reason}, and the kernel said {fate}");
            if (verdict.Kind == VerdictKind.Forward)
            {
                Assert.True(
                    expected.AsSpan().SequenceEqual(got), $"step {step}: {Convert.ToHexString(expected)} and {Convert.ToHexString(got)}");
                if (fromClient) lastOut = got;
            }

            if (step % 500 == 0 || step == 11_999) Assert.Equal(Sorted(ours.Map.Entries()), Sorted(theirs.Entries()));
        }

        TableCounters mine = ours.ReadTable(), kernels = theirs.ReadTable(theirs.Entries());
        Assert.Equal(
            (mine.Entries, mine.Evictions, mine.RestoredReverse, mine.RestoredOriginal, mine.AllocationFailures),
            (kernels.Entries, kernels.Evictions, kernels.RestoredReverse, kernels.RestoredOriginal, kernels.AllocationFailures));
        Assert.Equal(evicts, kernels.Evictions > 0);
        Assert.Equal(ours.Counters.Packets, theirs.Counters.Packets);
        Assert.Equal(ours.Counters.Punted, theirs.Counters.Punted);
    }

    [NatFact]
    public void Only_what_is_deleted_goes_and_a_new_table_may_carry_the_entries()
    {
        NatOptions options = Options("baseline", 1024);
        using KernelNat nat = new(NatObject.Load(), new KernelNatPlace(1, 2, Inside, 24), options);
        for (ushort port = 40000; port < 40050; port++) Run(nat.FromClients, Udp(Client(1), port, Server(0), 53));
        NatKey victim = NatKey.Reverse(new FiveTuple(IpProtocol.Udp, Server(0), 53, Egress, 40007));

        Assert.True(nat.Delete(victim));
        Assert.False(nat.Delete(victim));
        Assert.Equal(99, nat.Entries().Count);
        Assert.DoesNotContain(victim, nat.Entries().Select(entry => entry.Key));

        nat.Replace(2048, carry: true);
        Assert.Equal((99, 2048, 0L), (nat.Entries().Count, nat.Capacity, nat.ReadTable(nat.Entries()).Evictions));
        nat.Replace(512, carry: false);
        Assert.Equal((0, 512, 0L), (nat.Entries().Count, nat.Capacity, nat.ReadTable(nat.Entries()).Evictions));
    }

    [NatFact]
    public void A_changed_port_range_is_for_new_mappings()
    {
        using KernelNat nat = new(NatObject.Load(), new KernelNatPlace(1, 2, Inside, 24), Options("baseline", 1024));
        Run(nat.FromClients, Udp(Client(1), 40000, Server(0), 53));

        nat.ChangePorts(new PortRange(50000, 50001));

        Assert.Equal(40000, Ipv4Source(Run(nat.FromClients, Udp(Client(1), 40000, Server(0), 53)).Packet));
        Assert.InRange(Ipv4Source(Run(nat.FromClients, Udp(Client(1), 40001, Server(0), 53)).Packet), 50000, 50001);
    }

    [NatFact]
    public void The_nat_needs_no_capability_but_bpf_and_net_admin()
    {
        (int fate, int entries) = Capabilities.RunWith([Capabilities.Bpf, Capabilities.NetAdmin], () =>
        {
            using KernelNat nat = new(NatObject.Load(), new KernelNatPlace(1, 2, Inside, 24), Options("restore-both-overwrite", 1024));
            return (Run(nat.FromClients, Udp(Client(1), 40000, Server(0), 53)).Fate, nat.Entries().Count);
        });

        Assert.Equal((7, 2), (fate, entries));
        Assert.Throws<BpfException>(() => Capabilities.RunWith([Capabilities.NetAdmin], () => RunningKernel.ScalesBatches()));
    }

    [NatFact]
    public void A_packet_from_outside_to_an_inside_address_does_not_pass()
    {
        using KernelNat nat = new(NatObject.Load(), new KernelNatPlace(1, 2, Inside, 24), Options("baseline", 1024));

        Assert.Equal(2, Run(nat.FromServers, Udp(Server(0), 53, Client(1), 40000)).Fate);
        Assert.Equal(1, nat.Counters.Untranslated);
    }

    private static NatOptions Options(string variant, int size) => new()
    {
        Variant = variant,
        Map = new MapOptions(
            size, PossibleCpus: PossibleCpus.Count, Batch: RunningKernel.ScalesBatches() ? BatchRule.Scaled : BatchRule.Fixed128),
        EgressAddress = Egress,
        Icmp = IcmpHandling.Correct,
    };

    private static Ipv4Address Client(int number) => new(Inside.Value + 10 + (uint)number);

    private static Ipv4Address Server(int number) => new(Outside.Value + 10 + (uint)number);

    /// <summary>Clients of one port collide; replies go to ports that may or may not be mapped.</summary>
    private static byte[] Draw(ref RandomStream random, bool fromClient, byte[]? lastOut)
    {
        int client = (int)random.NextBelow(Clients), server = (int)random.NextBelow(Servers);
        ushort port = (ushort)(33000 + client);
        Ipv4Address address = Client(client % 4);
        switch (random.NextBelow(10))
        {
            case 0:
                return fromClient
                    ? Echo(IcmpType.EchoRequest, address, Server(server), port) : Echo(IcmpType.EchoReply, Server(server), Egress, port);
            case 1 when !fromClient && lastOut is not null && Ipv4Packet.TryParse(lastOut, out Ipv4Packet refused, out _):
                byte[] error = new byte[128];
                int quoted = random.NextBelow(2) == 0 ? 28 : 40;
                int length = IcmpMessage.WriteError(
                    error, IcmpType.DestinationUnreachable, 3, refused.Destination, refused, Math.Min(quoted, lastOut.Length));
                return error[..length];
            case < 5:
                return fromClient ? Tcp(address, port, Server(server), 443) : Tcp(Server(server), 443, Egress, port);
            default:
                return fromClient ? Udp(address, port, Server(server), 53) : Udp(Server(server), 53, Egress, port);
        }
    }

    private static byte[] Udp(Ipv4Address source, ushort sourcePort, Ipv4Address destination, ushort destinationPort)
    {
        byte[] packet = new byte[128];
        FiveTuple tuple = new(IpProtocol.Udp, source, sourcePort, destination, destinationPort);
        return packet[..UdpDatagram.Write(packet, tuple, "chaos"u8)];
    }

    private static byte[] Tcp(Ipv4Address source, ushort sourcePort, Ipv4Address destination, ushort destinationPort)
    {
        byte[] packet = new byte[128];
        FiveTuple tuple = new(IpProtocol.Tcp, source, sourcePort, destination, destinationPort);
        return packet[..TcpSegment.Write(packet, tuple, new TcpNumbers(1, 2, TcpFlags.Ack), "chaos"u8)];
    }

    private static byte[] Echo(IcmpType type, Ipv4Address source, Ipv4Address destination, ushort identifier)
    {
        byte[] packet = new byte[128];
        return packet[..IcmpMessage.WriteEcho(packet, type, source, destination, identifier, 1, "chaos"u8)];
    }

    private static (int Fate, byte[] Packet) Run(Chaos.Bpf.Programs.TcProgram program, byte[] packet)
    {
        byte[] frame = new byte[EthernetHeader.Bytes + packet.Length];
        new EthernetHeader(default, default, EtherType.Ipv4).Write(frame);
        packet.CopyTo(frame, EthernetHeader.Bytes);
        int fate = program.Run(frame);
        return (fate, frame[EthernetHeader.Bytes..]);
    }

    private static int Ipv4Source(byte[] packet) => packet[20] << 8 | packet[21];

    /// <summary>TC_ACT_REDIRECT, TC_ACT_OK, TC_ACT_SHOT.</summary>
    private static int FateOf(PacketVerdict verdict) => verdict.Kind switch
    {
        VerdictKind.Forward => 7,
        VerdictKind.Punt => 0,
        _ => 2,
    };

    private sealed class SameDraw : IPortDraws
    {
        public const ushort Number = 0x5678;

        public ushort Next() => Number;
    }

    private static IEnumerable<string> Sorted(IEnumerable<KeyValuePair<NatKey, NatValue>> entries) =>
        entries.Select(entry => $"{entry.Key.Half} {entry.Key.Tuple} = {entry.Value.Address}:{entry.Value.Port}")
            .Order(StringComparer.Ordinal);
}

/// <summary>A test of `nat.c`: skipped where bpf() or clang is missing, unless CHAOS_REQUIRE_KERNEL=1 lets it fail.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NatFactAttribute : FactAttribute
{
    internal static readonly string? Reason = Environment.GetEnvironmentVariable("CHAOS_REQUIRE_KERNEL") == "1"
        ? null : RunningKernel.WhyNoOracle() ?? NatObject.WhyNot();

    public NatFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Reason is not null) Skip = Reason;
    }
}

/// <summary>The same for a test with rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NatTheoryAttribute : TheoryAttribute
{
    public NatTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (NatFactAttribute.Reason is not null) Skip = NatFactAttribute.Reason;
    }
}
