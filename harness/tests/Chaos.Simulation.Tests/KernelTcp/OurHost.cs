using System.Buffers.Binary;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Packets;
using Chaos.Simulation.Hosts;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// The simulator's TCP stack with real packets on one side and a program that records events on the other. One connection at a time.
/// </summary>
/// <param name="now">The clock in nanoseconds.</param>
/// <param name="send">Puts a packet on the wire.</param>
/// <param name="listeningPort">The port on which it listens.</param>
internal sealed class OurHost(Func<long> now, Action<byte[]> send, ushort listeningPort = OurHost.ListeningPort) : ITcpHost
{
    public const ushort ListeningPort = 8080;

    private TcpStack? stack;

    public TcpStack Stack => stack ??= new TcpStack(this, new PortSet([listeningPort]));

    public TcpConnection? Connection { get; set; }

    /// <summary>Numbers of the messages that arrived, in order.</summary>
    public List<uint> Received { get; } = [];

    /// <summary>Other events that the stack reported, in order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The window in our segments. The simulator's hosts always offer the largest one; a test may offer less.</summary>
    public ushort Window { get; set; } = ushort.MaxValue;

    /// <summary>If set, each segment is answered with ICMP destination unreachable and this code.</summary>
    public IcmpUnreachableCode? UnreachableCode { get; set; }

    /// <summary>What these errors add to the sequence number that they quote: an error about another segment.</summary>
    public int UnreachableOffset { get; set; }

    public long Now => now();

    public TcpState State => Connection?.State ?? TcpState.Closed;

    public void Connect(FiveTuple tuple, long keepAlive = 0) => Connection = Stack.Connect(tuple, 1, keepAlive);

    public void Send(in Message message) => Stack.Send(Connection!, message);

    /// <summary>Takes a packet from the wire.</summary>
    public void Arrive(Span<byte> bytes)
    {
        bool isRight = Ipv4Packet.TryParse(bytes, out Ipv4Packet packet, out PacketError error);
        Assert.True(isRight, $"the kernel's packet does not parse: {error}");
        Assert.True(packet.TransportChecksumIsRight(), "the kernel's packet has a wrong checksum");
        if (packet.Protocol == IpProtocol.Icmp) TakeError(packet);
        else if (packet.Protocol == IpProtocol.Tcp && UnreachableCode is { } code) SendUnreachable(packet, code);
        else if (packet.Protocol == IpProtocol.Tcp) TakeSegment(packet, bytes);
    }

    void ITcpHost.Transmit(FiveTuple tuple, TcpNumbers numbers, in Message message)
    {
        byte[] packet = new byte[TcpSegment.PayloadOffset + message.Length];
        ulong sum = message.Length > 0 ? message.WriteTo(packet.AsSpan(TcpSegment.PayloadOffset)) : 0;
        TcpSegment.WriteHeaders(packet, tuple, numbers with { Window = Window }, sum);
        send(packet);
    }

    void ITcpHost.OnConnected(TcpConnection connection)
    {
        if (connection.Socket < 0) connection.Socket = 1;
        Connection = connection;
        Told.Add("connected");
    }

    void ITcpHost.OnMessage(TcpConnection connection, in Message message) => Received.Add(message.Sequence);

    void ITcpHost.OnPeerClosed(TcpConnection connection) => Told.Add("peer closed");

    void ITcpHost.OnReset(TcpConnection connection) => Told.Add("reset");

    void ITcpHost.OnTimedOut(TcpConnection connection) => Told.Add("timed out");

    /// <remarks>
    /// Our stack takes one message per segment. The kernel may put several messages into one segment: this method splits it at message
    /// boundaries. The last part keeps the FIN.
    /// </remarks>
    private void TakeSegment(Ipv4Packet packet, Span<byte> bytes)
    {
        TcpNumbers numbers = TcpSegment.Numbers(packet);
        Span<byte> payload = TcpSegment.Payload(packet);
        bool isTaken;
        do
        {
            Message message = default;
            if (payload.Length > 0)
                Assert.True(Message.TryRead(payload, out message), $"the kernel cut a message: {payload.Length} bytes are left");
            payload = payload[message.Length..];
            TcpFlags flags = payload.Length > 0 ? numbers.Flags & ~(TcpFlags.Fin | TcpFlags.Psh) : numbers.Flags;
            isTaken = Stack.TryDeliver(packet.Tuple, numbers with { Flags = flags }, message);
            numbers = numbers with { Sequence = numbers.Sequence.Plus(message.Length) };
        }
        while (isTaken && payload.Length > 0);
        if (!isTaken) Refuse(bytes);
    }

    private void Refuse(Span<byte> packet)
    {
        byte[] answer = new byte[PuntAnswer.MaximumBytes];
        int length = PuntAnswer.Write(packet, answer);
        if (length > 0) send(answer[..length]);
    }

    private void SendUnreachable(Ipv4Packet packet, IcmpUnreachableCode code)
    {
        uint quoted = TcpSegment.Numbers(packet).Sequence.Plus(UnreachableOffset);
        BinaryPrimitives.WriteUInt32BigEndian(packet.Transport[4..], quoted);
        byte[] answer = new byte[IcmpUnreachable.MaximumPacketBytes];
        int length = IcmpMessage.WriteError(
            answer, IcmpType.DestinationUnreachable, (byte)code, packet.Destination, packet, packet.Header.Length + 8);
        send(answer[..length]);
    }

    private void TakeError(Ipv4Packet packet)
    {
        if (IcmpUnreachable.TryRead(packet, out EmbeddedPacket about, out IcmpUnreachableCode code))
            Stack.OnUnreachable(about.Tuple, about.Sequence, code);
    }
}
