using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Tests;

/// <summary>One datapath and the two ends of one connection: 10.0.0.1:40000 to 10.9.0.1:80, NAT address 10.8.0.1.</summary>
internal sealed class NatWorld
{
    public const ushort Port = 40000;

    public static readonly Ipv4Address Client = Ipv4Address.Parse("10.0.0.1"), Nat = Ipv4Address.Parse("10.8.0.1"),
        Server = Ipv4Address.Parse("10.9.0.1");

    private long now;

    public NatWorld(string variant, int mapSize = 1024, ushort minimumPort = 32768, ushort maximumPort = 65535)
        : this(Options(variant) with { Map = new MapOptions(mapSize), Ports = new PortRange(minimumPort, maximumPort) })
    {
    }

    public NatWorld(NatOptions options)
    {
        Datapath = NatDatapath.Create(options);
        Datapath.Ledger.IncidentSink = Incidents.Add;
        Datapath.Ledger.Watch(new WatchedFlow(0, Connection));
    }

    public static FiveTuple Connection => Tuple(Port);

    public NatDatapath Datapath { get; }

    public List<Incident> Incidents { get; } = [];

    public static NatOptions Options(string variant) => new()
    {
        Variant = variant, EgressAddress = Nat, Map = new MapOptions(1024), Seed = 1,
    };

    public static FiveTuple Tuple(ushort clientPort, IpProtocol protocol = IpProtocol.Udp) => new(protocol, Client, clientPort, Server, 80);

    /// <summary>A packet from the client; the NAT port under which it leaves, or -1 if it was dropped.</summary>
    public int Egress(ushort clientPort = Port) => Egress(Tuple(clientPort));

    public int Egress(FiveTuple connection) => Send(connection) is { } leaving ? leaving.SourcePort : -1;

    /// <summary>A packet from a client; how it leaves, or null if it was dropped.</summary>
    public FiveTuple? Send(FiveTuple connection)
    {
        byte[] packet = new byte[100];
        int length = UdpDatagram.Write(packet, connection, [1, 2, 3]);
        PacketVerdict verdict = Datapath.ProcessEgress(packet.AsSpan(0, length), ++now, cpu: 0);
        return verdict == PacketVerdict.Forward ? Parse(packet.AsSpan(0, length)) : null;
    }

    /// <summary>A reply to a NAT port, and what becomes of it.</summary>
    public PacketVerdict Ingress(int natPort = Port) => Reply(new FiveTuple(IpProtocol.Udp, Server, 80, Nat, (ushort)natPort));

    public PacketVerdict Reply(FiveTuple reply)
    {
        byte[] packet = new byte[100];
        int length = UdpDatagram.Write(packet, reply, [4, 5, 6]);
        PacketVerdict verdict = Datapath.ProcessIngress(packet.AsSpan(0, length), ++now, cpu: 0);
        if (verdict == PacketVerdict.Forward) Delivered = Parse(packet.AsSpan(0, length));
        return verdict;
    }

    /// <summary>The last reply that came through.</summary>
    public FiveTuple? Delivered { get; private set; }

    public bool Has(MappingHalf half, int natPort = Port) => Datapath.Map.Entries().Any(entry => entry.Key == Key(half, natPort));

    public bool Remove(MappingHalf half, int natPort = Port) => Datapath.Map.Inject(Key(half, natPort));

    /// <summary>Unanswered new connections from other ports of the client.</summary>
    public void Churn(int connections)
    {
        for (int number = 0; number < connections; number++) Egress((ushort)(41000 + number));
    }

    public static FiveTuple Parse(Span<byte> bytes)
    {
        Assert.True(Ipv4Packet.TryParse(bytes, out Ipv4Packet packet, out PacketError error), error.ToString());
        Assert.True(packet.TransportChecksumIsRight(), "transport checksum");
        return packet.Tuple;
    }

    private static NatKey Key(MappingHalf half, int natPort) =>
        half == MappingHalf.Original ? NatKey.Original(Connection) : NatKey.ReverseOf(Connection, Nat, (ushort)natPort);
}
