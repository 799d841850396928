using System.Diagnostics;
using System.Text.Json;
using Chaos.Control;
using Chaos.Linux;
using Chaos.Nat;
using Chaos.Nat.Conntrack;
using Chaos.Nat.Maps;
using Chaos.Nat.NodePort;
using Chaos.Nat.Snat;
using Chaos.Node.Captures;
using Chaos.Node.Links;
using Chaos.Node.Ports;
using Chaos.Packets;
using Loss = Chaos.Nat.Ledger.Loss;

namespace Chaos.Node;

/// <summary>Between the words of the control channel and those of the datapath.</summary>
internal static class NodeReports
{
    public static NatOptions Options(NatSettings nat, Ipv4Address egress) => new()
    {
        Variant = nat.Variant,
        PortSelection = nat.PortSelection,
        StaleEgress = nat.StaleEgress switch
        {
            null => null,
            StaleEgressKind.Keep => StaleEgress.Keep,
            StaleEgressKind.Recreate => StaleEgress.Recreate,
            _ => throw new UnreachableException(),
        },
        EgressAddress = egress,
        MinimumPort = nat.MinimumPort,
        MaximumPort = nat.MaximumPort,
        MapSize = nat.MapSize,
        Lru = nat.Lru switch
        {
            LruKind.Common => LruFlavour.Common,
            LruKind.PerCpu => LruFlavour.PerCpu,
            _ => throw new UnreachableException(),
        },
        Batch = nat.Batch switch
        {
            BatchKind.Fixed128 => BatchRule.Fixed128,
            BatchKind.Scaled => BatchRule.Scaled,
            _ => throw new UnreachableException(),
        },
        PossibleCpus = nat.PossibleCpus,
        Conntrack = nat.Conntrack is { } conntrack ? new ConntrackOptions(conntrack.TcpSize, conntrack.AnySize, conntrack.GcIntervalNanoseconds) : null,
        Seed = nat.Seed,
        PuntUnmatched = nat.PuntUnmatched,
    };

    /// <summary>The tuple by which the datapath knows a flow: behind a node port, client to the pod that the service table picks.</summary>
    public static FiveTuple Connection(WatchedConnection watched, ServiceTable? services)
    {
        FiveTuple tuple = new(
            ProtocolOf(watched.Transport), Ipv4Address.Parse(watched.Client), watched.SourcePort, Ipv4Address.Parse(watched.Server), watched.ServerPort);
        services?.TrySelect(ref tuple);
        return tuple;
    }

    public static Service Service(ServiceDescription service) => new(
        ProtocolOf(service.Transport),
        new SocketAddress(Ipv4Address.Parse(service.Frontend), service.FrontendPort),
        [.. service.Backends.Select(backend => new SocketAddress(Ipv4Address.Parse(backend), service.BackendPort))]);

    public static Captured Captured(int flow, IEnumerable<RingPacket> packets) =>
        new(flow, [.. packets.Select(packet => new CapturedPacket(packet.At, packet.Left, packet.Length, packet.Bytes))]);

    public static Incident Incident(Nat.Ledger.Incident incident) => new()
    {
        Flow = incident.Flow,
        Mechanism = CamelCase(incident.Mechanism.ToString()),
        BrokenAt = incident.BrokenAtNanoseconds,
        At = incident.AtNanoseconds,
        Met = CamelCase(incident.Met.ToString()),
        Original = Lost(incident.Original),
        Reverse = Lost(incident.Reverse),
    };

    private static LostHalf? Lost(Loss? half) => half is { } loss
        ? new LostHalf(loss.AtNanoseconds, CamelCase(loss.Rule.ToString()), loss.By is { Protocol: not IpProtocol.Icmp } by ? Inserter(by, loss.ByFlow) : null)
        : null;

    private static WatchedConnection Inserter(in FiveTuple by, int flow) => new(
        flow, by.Protocol == IpProtocol.Tcp ? Transport.Tcp : Transport.Udp, by.SourceAddress.ToString(), by.SourcePort, by.DestinationAddress.ToString(), by.DestinationPort);

    public static NodeStatistics Statistics(NatDatapath? datapath, PacketSocket? socket, EthernetPort? ethernet, LinkPort? port, long now) => new()
    {
        At = now,
        Packets = datapath?.Counters.Packets ?? 0,
        Forwarded = datapath?.Counters.Forwarded ?? 0,
        Punted = datapath?.Counters.Punted ?? 0,
        WriteFailures = socket?.SendFailures ?? 0,
        Overflows = socket?.Overflows ?? 0,
        Drops = datapath is null || ethernet is null || port is null ? new Dictionary<string, long>() : Drops(datapath.Counters, ethernet, port),
        Mappings = datapath?.Counters.Mappings ?? 0,
        AllocationFailures = datapath?.Counters.AllocationFailures ?? 0,
        Entries = datapath?.Map.Count ?? 0,
        Capacity = datapath?.Map.Capacity ?? 0,
        Evictions = datapath?.Map.Evictions ?? 0,
        Refusals = datapath?.Map.Refusals ?? 0,
        RestoredReverse = datapath?.Map.RestoredReverse ?? 0,
        RestoredOriginal = datapath?.Map.RestoredOriginal ?? 0,
    };

    private static Dictionary<string, long> Drops(NatCounters counters, EthernetPort ethernet, LinkPort port) => Enum.GetValues<DropReason>()
        .Select(reason => (Name: CamelCase(reason.ToString()), Packets: counters.Drops(reason)))
        .Append((Name: "malformedFrame", Packets: ethernet.MalformedFrames))
        .Append((Name: "unreachable", Packets: ethernet.Unreachable))
        .Append((Name: "tooManyUnderWay", Packets: port.Overflows))
        .Where(drop => drop.Packets > 0)
        .ToDictionary(drop => drop.Name, drop => drop.Packets);

    private static IpProtocol ProtocolOf(Transport transport) => transport == Transport.Tcp ? IpProtocol.Tcp : IpProtocol.Udp;

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
