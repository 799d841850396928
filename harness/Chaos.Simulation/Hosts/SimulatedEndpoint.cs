using System.Runtime.CompilerServices;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Packets;
using Chaos.Packets.Links;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Hosts;

/// <summary>A client or a server: UDP and TCP sockets over IPv4, with the NAT node as default gateway.</summary>
/// <remarks>A packet with a wrong checksum is thrown away, or our bug (<see cref="Network.Discard"/>). Of ICMP
/// messages it handles destination unreachable, and for UDP only port unreachable.</remarks>
internal abstract class SimulatedEndpoint : Host, ITcpHost, IPeerSite
{
    private readonly Queue<(byte[] Packet, int Length)> waiting = new();
    private long wakeAt = long.MaxValue;
    private long stillUntil;

    protected SimulatedEndpoint(
        Network network, Ipv4Address address, PortSet listening, IEnumerable<FlowPlan> flows) : base(network, address)
    {
        Tcp = new TcpStack(this, listening);
        Flows = [.. flows.Select(flow => flow.Number).Order()];
    }

    public IEnumerable<int> Flows { get; }

    /// <summary>Where everything goes; set once the world is complete.</summary>
    public Host Gateway { get; set; } = null!;

    /// <summary>From here to the gateway.</summary>
    public Link Uplink { get; set; } = null!;

    long ITcpHost.Now => Network.Now;

    /// <summary>The traffic that lives here.</summary>
    public abstract TrafficEngine Engine { get; }

    protected TcpStack Tcp { get; }

    public override void Wake()
    {
        while (waiting.TryDequeue(out (byte[] Packet, int Length) next))
            if (!Receive(next.Packet, next.Length))
                Network.Return(next.Packet);
        wakeAt = long.MaxValue;
        Tcp.Advance();
        Engine.Advance(Network.Now);
        Plan();
    }

    public override void OnFlowDue(long due, int localIndex)
    {
        if (Network.Now < stillUntil)
        {
            Engine.Postpone(due, localIndex, stillUntil);
            return;
        }

        Engine.OnDue(due, localIndex, Network.Now);
        if (Tcp.Soonest < wakeAt) Plan();
    }

    public override void PrefetchFlow(int localIndex) => Engine.PrefetchDue(localIndex);

    /// <summary>Asks to be woken when a short flow or a connection has something to do; watched flows have a line of their own.</summary>
    public void Plan()
    {
        long next = Math.Min(Engine.NextDue, Tcp.NextDue);
        long due = Math.Max(next, Math.Max(Network.Now, stillUntil));
        if (next == long.MaxValue || due >= wakeAt) return;
        wakeAt = due;
        Network.WakeAt(due, this);
    }

    /// <remarks>The whole host stands still, its kernel too; under SIGSTOP a kernel still acknowledges, which no deadline of ours depends
    /// on.</remarks>
    public void StandStill(long untilNanoseconds)
    {
        // The next wake finds all that is overdue.
        wakeAt = stillUntil = untilNanoseconds;
        Network.WakeAt(untilNanoseconds, this);
        Engine.IgnoreLatenessUntil(untilNanoseconds);
    }

    void ITcpHost.Transmit(FiveTuple tuple, TcpNumbers numbers, in Message message)
    {
        byte[] packet = Network.Rent();
        int length = TcpSegment.PayloadOffset + message.Length;
        ulong sum = message.Length > 0 ? message.WriteTo(packet.AsSpan(TcpSegment.PayloadOffset)) : 0;
        TcpSegment.WriteHeaders(packet.AsSpan(0, length), tuple, numbers, sum);
        Send(packet, length, Gateway);
    }

    void ITcpHost.OnConnected(TcpConnection connection)
    {
        if (connection.Socket < 0) OnAccepted(connection);
        else OnConnected(connection.Socket);
    }

    void ITcpHost.OnMessage(TcpConnection connection, in Message message) => OnMessage(connection.Socket, message);

    void ITcpHost.OnPeerClosed(TcpConnection connection) => OnPeerClosed(connection.Socket);

    void ITcpHost.OnReset(TcpConnection connection)
    {
        // One that was never accepted is nobody's.
        if (connection.Socket >= 0) OnReset(connection.Socket);
    }

    void ITcpHost.OnTimedOut(TcpConnection connection)
    {
        if (connection.Socket >= 0) OnTimedOut(connection.Socket);
    }

    public override bool Receive(byte[] packet, int length)
    {
        if (Network.Now < stillUntil)
        {
            waiting.Enqueue((packet, length));
            return true;
        }

        if (!Ipv4Packet.TryParse(packet.AsSpan(0, length), out Ipv4Packet parsed, out PacketError error)) Network.Discard(error.ToString());
        else if (!parsed.TransportChecksumIsRight()) DiscardWrong(parsed);
        else
        {
            Deliver(parsed, packet.AsSpan(0, length));
            // Most packets bring nothing forward.
            if (Tcp.Soonest < wakeAt) Plan();
        }

        return false;
    }

    /// <summary>
    /// A host drops it. An ICMP error may have left the NAT so (`nat.icmp`); anything else is a link's or our own mistake.
    /// </summary>
    private void DiscardWrong(in Ipv4Packet packet)
    {
        if (packet.Protocol != IpProtocol.Icmp) Network.Discard("wrong checksum");
    }

    protected override Link LinkTo(Host neighbour) => Uplink;

    protected void SendUdp(FiveTuple tuple, in Message message)
    {
        byte[] packet = Network.Rent();
        int length = UdpDatagram.PayloadOffset + message.Length;
        ulong sum = message.WriteTo(packet.AsSpan(UdpDatagram.PayloadOffset));
        UdpDatagram.WriteHeaders(packet.AsSpan(0, length), tuple, sum);
        Send(packet, length, Gateway);
    }

    /// <param name="tuple">As the packet carries it.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="bytes">The same, to refuse it.</param>
    protected abstract void OnDatagram(FiveTuple tuple, Ipv4Packet packet, Span<byte> bytes);

    /// <summary>ICMP port unreachable about a datagram of ours.</summary>
    protected abstract void OnDatagramRefused(FiveTuple refused);

    /// <summary>A connection that this host opened is established.</summary>
    protected virtual void OnConnected(int socket)
    {
    }

    /// <summary>A connection that the peer opened is established; it gets its number here.</summary>
    protected virtual void OnAccepted(TcpConnection connection)
    {
    }

    protected abstract void OnMessage(int socket, in Message message);

    protected abstract void OnPeerClosed(int socket);

    protected abstract void OnReset(int socket);

    protected abstract void OnTimedOut(int socket);

    private void Deliver(in Ipv4Packet packet, Span<byte> bytes)
    {
        switch (packet.Protocol)
        {
            case IpProtocol.Tcp:
                DeliverSegment(packet, bytes);
                break;
            case IpProtocol.Udp:
                OnDatagram(packet.Tuple, packet, bytes);
                break;
            case IpProtocol.Icmp:
                DeliverError(packet);
                break;
        }
    }

    /// <remarks>A method of its own: what it has on the stack would be cleared for each datagram too.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DeliverSegment(Ipv4Packet packet, Span<byte> bytes)
    {
        // Bytes that are no message of ours came to the wrong connection; without them the segment is an acknowledgment.
        _ = Message.TryRead(TcpSegment.Payload(packet), out Message message);
        if (!Tcp.TryDeliver(packet.Tuple, TcpSegment.Numbers(packet), message)) Refuse(bytes, Gateway);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DeliverError(Ipv4Packet packet)
    {
        if (!IcmpUnreachable.TryRead(packet, out EmbeddedPacket about, out IcmpUnreachableCode code)) return;
        if (about.Protocol == IpProtocol.Tcp) Tcp.OnUnreachable(about.Tuple, about.Sequence, code);
        else if (code == IcmpUnreachableCode.Port) OnDatagramRefused(about.Tuple);
    }
}
