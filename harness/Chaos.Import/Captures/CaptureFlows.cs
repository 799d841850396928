using Chaos.Import.Fitting;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Import.Captures;

/// <summary>The connections of a capture. Memory grows with connections, not with packets.</summary>
internal sealed class CaptureFlows(string file)
{
    /// <summary>More than a node that this is for has in a capture; keeps the work of a hostile file small.</summary>
    private const int MostFlows = 4_000_000;

    private readonly Dictionary<FiveTuple, SeenFlow> open = [];
    private readonly List<SeenFlow> all = [];
    private readonly HashSet<Ipv4Address> clients = [], servers = [];
    private readonly HashSet<ushort> ports = [];
    private long? begin;
    private double end;

    public TrafficPicture Read(Stream stream)
    {
        CaptureReader reader = new(stream, file);
        long packets = 0, unread = 0;
        foreach (CapturedPacket packet in reader.Read())
        {
            packets++;
            begin ??= packet.AtNanoseconds;
            end = Math.Max(end, (packet.AtNanoseconds - begin.Value) / 1e9);
            if (PacketHead.TryRead(packet.Ip.Span, out PacketHead head)) Add(head, (packet.AtNanoseconds - begin.Value) / 1e9);
            else unread++;
        }

        if (all.Count == 0) throw new BadImportException($"{file}: there is no TCP or UDP packet over IPv4 in this capture");
        TrafficPicture picture = new TrafficFit(all, end).Picture() with
        {
            Clients = clients.Count,
            Servers = servers.Count,
            ServerPorts = ports.Count,
        };
        picture.Seen.Add($"{packets} IPv4 packets in {end:F1} s");
        picture.Unseen.Add("a capture of both sides of a NAT shows each connection twice; capture the inside alone");
        if (reader.Others + unread > 0)
            picture.Unseen.Add($"{reader.Others} frames were not IPv4, and {unread} packets neither TCP nor UDP; they are left out");
        return picture;
    }

    private void Add(in PacketHead head, double at)
    {
        bool opens = head.Flags.HasFlag(TcpFlags.Syn) && !head.Flags.HasFlag(TcpFlags.Ack);
        bool fromClient = true;
        if (!open.TryGetValue(head.Tuple, out SeenFlow? flow) && open.TryGetValue(head.Tuple.Reversed(), out flow)) fromClient = false;
        if (flow is null || (opens && flow.Ended)) (flow, fromClient) = Begin(head, opens, at);
        flow.Last = at;
        if (!fromClient) flow.IsAnswered |= !head.Flags.HasFlag(TcpFlags.Rst);
        flow.Ended |= (head.Flags & (TcpFlags.Fin | TcpFlags.Rst)) != 0;
        SeenSide side = fromClient ? flow.Client : flow.Server;
        if (flow.Transport == Transport.Tcp && IsRepeated(side, head)) return;
        if (head.Payload > 0) side.Add(at);
    }

    private (SeenFlow Flow, bool FromClient) Begin(in PacketHead head, bool opens, double at)
    {
        if (all.Count == MostFlows) throw new BadImportException($"{file}: there are more than {MostFlows} connections; cut the capture");
        bool isTcp = head.Tuple.Protocol == IpProtocol.Tcp;
        // Of a connection that is older than the capture, the higher port is the client's.
        bool fromClient = opens || (isTcp && head.Flags.HasFlag(TcpFlags.Syn) ? !head.Flags.HasFlag(TcpFlags.Ack)
            : head.Tuple.SourcePort >= head.Tuple.DestinationPort);
        FiveTuple tuple = fromClient ? head.Tuple : head.Tuple.Reversed();
        SeenFlow flow = new(isTcp ? Transport.Tcp : Transport.Udp, at) { Began = opens || (!isTcp && fromClient) };
        open[tuple] = flow;
        all.Add(flow);
        clients.Add(tuple.SourceAddress);
        servers.Add(tuple.DestinationAddress);
        ports.Add(tuple.DestinationPort);
        return (flow, fromClient);
    }

    private static bool IsRepeated(SeenSide side, in PacketHead head)
    {
        uint next = unchecked(head.Sequence + (uint)head.Payload);
        if (side.Expected is { } expected && head.Payload > 0 && unchecked((int)(next - expected)) <= 0) return true;
        if (head.Payload > 0) side.Expected = next;
        return false;
    }
}
