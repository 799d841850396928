using System.Buffers.Binary;
using Chaos.Packets;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Fuzz;

/// <summary>
/// Draws packets that somebody might send: sound ones, and the same mutated, truncated, nested in ICMP errors, or replaced by noise.
/// </summary>
/// <remarks>Addresses and ports come from small pools, so that mappings are hit; header checksums are mostly mended, so that what lies
/// deeper is reached.</remarks>
/// <param name="random">What is drawn from.</param>
/// <param name="hosts">How many clients, and how many servers.</param>
/// <param name="ports">How many ports a client mostly uses.</param>
internal sealed class HostilePackets(RandomStream random, int hosts = 4, int ports = 64)
{
    public static readonly Ipv4Address NatAddress = Ipv4Address.Parse("10.8.0.1");

    public static readonly SocketAddress Frontend = new(Ipv4Address.Parse("192.168.1.5"), 30001);

    private const int LongestPayload = 64, LongestOptions = 40;
    private const uint FirstClient = 0x0A000001, FirstServer = 0x0A090001;

    private readonly byte[] packet = new byte[PacketTarget.MaximumBytes];
    private readonly byte[] inner = new byte[PacketTarget.MaximumBytes];
    private readonly byte[] payload = new byte[LongestPayload];
    private RandomStream random = random;

    /// <summary>The servers are the backends too.</summary>
    public static IEnumerable<SocketAddress> Backends =>
        Enumerable.Range(0, 4).Select(server => new SocketAddress(new Ipv4Address(FirstServer + (uint)server), 80));

    /// <summary>The next packet; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        int length = Below(8) switch
        {
            0 => Noise(packet),
            1 or 2 => Nested(packet),
            _ => Sound(packet),
        };
        Span<byte> bytes = packet.AsSpan(0, length);
        if (Below(4) == 0) length = Lengthened(length);
        bytes = packet.AsSpan(0, length);
        for (int mutation = Below(4); mutation > 0 && length > 0; mutation--) bytes[Below(length)] = NextByte();
        if (Below(8) == 0) bytes = bytes[..Below(length + 1)];
        if (Below(4) > 0) Checksums.MendHeader(bytes);
        return bytes;
    }

    private int Below(int bound) => (int)random.NextBelow(bound);

    private byte NextByte() => (byte)(random.Next() >> 56);

    private int Noise(Span<byte> target)
    {
        int length = Below(200);
        for (int place = 0; place < length; place++) target[place] = NextByte();
        if (length > 0 && Below(2) == 0) target[0] = (byte)(0x40 | target[0] & 15);
        return length;
    }

    /// <summary>A packet as a well-behaved host sends it, from either side.</summary>
    private int Sound(Span<byte> target)
    {
        FiveTuple tuple = Tuple();
        Span<byte> data = payload.AsSpan(0, Below(LongestPayload));
        return Below(4) switch
        {
            0 => IcmpMessage.WriteEcho(
                target, Below(2) == 0 ? IcmpType.EchoRequest : IcmpType.EchoReply, tuple.SourceAddress, tuple.DestinationAddress,
                tuple.SourcePort, 1, data),
            1 => UdpDatagram.Write(target, tuple, data),
            _ => TcpSegment.Write(target, tuple with { Protocol = IpProtocol.Tcp }, new TcpNumbers(1, 2, (TcpFlags)Below(32)), data),
        };
    }

    /// <summary>An ICMP error about a packet of ours, or about another error; sometimes cut within the quote.</summary>
    private int Nested(Span<byte> target)
    {
        int length = Below(4) == 0 ? NestedOnce(inner) : Sound(inner);
        inner.AsSpan(0, length).CopyTo(target);
        return Wrap(target, inner.AsSpan(0, length));
    }

    private int NestedOnce(Span<byte> target)
    {
        int length = Sound(target);
        return Wrap(target, target[..length].ToArray());
    }

    private int Wrap(Span<byte> target, Span<byte> quoted)
    {
        if (!Ipv4Packet.TryParse(quoted, out Ipv4Packet refused, out _)) return 0;
        int quotedBytes = Below(2) == 0 ? quoted.Length : Math.Min(quoted.Length, 20 + Below(30));
        IcmpType type = Below(8) switch
        {
            0 => (IcmpType)NextByte(),
            1 => IcmpType.ParameterProblem,
            < 4 => IcmpType.TimeExceeded,
            _ => IcmpType.DestinationUnreachable,
        };
        Ipv4Address source = Below(2) == 0 ? refused.Destination : new Ipv4Address((uint)(random.Next() >> 32));
        return IcmpMessage.WriteError(target, type, (byte)Below(16), source, refused, quotedBytes);
    }

    /// <summary>
    /// Client to server or frontend, or server to NAT address; and as an ICMP error quotes them, on the other side of the NAT: NAT address
    /// to server, server to client.
    /// </summary>
    private FiveTuple Tuple()
    {
        Ipv4Address client = new(FirstClient + (uint)Below(hosts)), server = new(FirstServer + (uint)Below(hosts));
        ushort port = (ushort)(Below(8) == 0 ? Below(65536) : 40000 + Below(ports));
        return Below(6) switch
        {
            0 => new FiveTuple(IpProtocol.Udp, server, 80, NatAddress, port),
            1 => new FiveTuple(IpProtocol.Udp, client, port, Frontend.Address, Frontend.Port),
            2 => new FiveTuple(IpProtocol.Udp, NatAddress, port, server, 80),
            3 => new FiveTuple(IpProtocol.Udp, server, 80, client, port),
            _ => new FiveTuple(IpProtocol.Udp, client, port, server, 80),
        };
    }

    /// <summary>Puts options between header and transport, or bytes behind the packet.</summary>
    private int Lengthened(int length)
    {
        int more = 4 * (1 + Below(LongestOptions / 4));
        if (length < Ipv4Packet.MinimumHeaderBytes || length + more > packet.Length) return length;
        if (Below(2) == 0) return length + more;
        packet.AsSpan(20, length - 20).CopyTo(packet.AsSpan(20 + more));
        packet[0] = (byte)(0x45 + more / 4);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(length + more));
        return length + more;
    }
}
