using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>A view over a whole IPv4 packet with TCP, UDP or ICMP inside. Source: RFC 791.</summary>
/// <remarks>All lengths are checked by <see cref="TryParse"/>; once it returned true no member throws. Bytes after the total length are not part of the view.</remarks>
public readonly ref struct Ipv4Packet
{
    public const int MinimumHeaderBytes = 20;
    private const int TotalLengthOffset = 2, FragmentOffset = 6, ProtocolOffset = 9, ChecksumOffset = 10, SourceOffset = 12, DestinationOffset = 16;
    private const int MoreFragmentsOrOffset = 0x3FFF;
    private const int UdpChecksumOffset = 6, TcpChecksumOffset = 16;

    private readonly Span<byte> bytes;
    private readonly int headerBytes;

    private Ipv4Packet(Span<byte> bytes, int headerBytes)
    {
        this.bytes = bytes;
        this.headerBytes = headerBytes;
    }

    public IpProtocol Protocol => (IpProtocol)bytes[ProtocolOffset];

    public Ipv4Address Source => new(BinaryPrimitives.ReadUInt32BigEndian(bytes[SourceOffset..]));

    public Ipv4Address Destination => new(BinaryPrimitives.ReadUInt32BigEndian(bytes[DestinationOffset..]));

    /// <summary>The transport header and what follows it.</summary>
    public Span<byte> Transport => bytes[headerBytes..];

    public ReadOnlySpan<byte> Header => bytes[..headerBytes];

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Addresses and ports; an ICMP packet has no ports and tells 0.</summary>
    public FiveTuple Tuple => Protocol == IpProtocol.Icmp
        ? new(Protocol, Source, 0, Destination, 0)
        : new(
            Protocol, Source, BinaryPrimitives.ReadUInt16BigEndian(Transport), Destination, BinaryPrimitives.ReadUInt16BigEndian(Transport[2..]));

    /// <summary>The source of a packet of at least 20 bytes that need not be checked.</summary>
    public static Ipv4Address SourceOf(ReadOnlySpan<byte> packet) => new(BinaryPrimitives.ReadUInt32BigEndian(packet[SourceOffset..]));

    /// <summary>The destination of a packet of at least 20 bytes that need not be checked.</summary>
    public static Ipv4Address DestinationOf(ReadOnlySpan<byte> packet) => new(BinaryPrimitives.ReadUInt32BigEndian(packet[DestinationOffset..]));

    /// <summary>The tuple of a TCP or UDP packet, if nothing is wrong with it: a guess, for those who only prepare.</summary>
    public static bool TryPeekTuple(ReadOnlySpan<byte> packet, out FiveTuple tuple)
    {
        tuple = default;
        if (packet.Length < MinimumHeaderBytes + UdpDatagram.HeaderBytes || packet[0] != (4 << 4 | MinimumHeaderBytes / 4)) return false;
        tuple = new FiveTuple(
            (IpProtocol)packet[ProtocolOffset], SourceOf(packet), BinaryPrimitives.ReadUInt16BigEndian(packet[MinimumHeaderBytes..]),
            DestinationOf(packet), BinaryPrimitives.ReadUInt16BigEndian(packet[(MinimumHeaderBytes + 2)..]));
        return tuple.Protocol is IpProtocol.Udp or IpProtocol.Tcp;
    }

    public static bool TryParse(Span<byte> bytes, out Ipv4Packet packet, out PacketError error)
    {
        packet = default;
        error = Check(bytes, out int headerBytes, out int totalBytes);
        if (error != PacketError.None) return false;
        packet = new Ipv4Packet(bytes[..totalBytes], headerBytes);
        error = CheckTransport(packet);
        return error == PacketError.None;
    }

    /// <summary>Changes the source; header and transport checksums follow by difference.</summary>
    public void RewriteSource(Ipv4Address address, ushort port) => Rewrite(SourceOffset, 0, address, port);

    /// <summary>Changes the destination; header and transport checksums follow by difference.</summary>
    public void RewriteDestination(Ipv4Address address, ushort port) => Rewrite(DestinationOffset, 2, address, port);

    /// <summary>True if the transport checksum is right; a UDP checksum of zero means that none was sent (RFC 768).</summary>
    public bool TransportChecksumIsRight()
    {
        if (Protocol == IpProtocol.Icmp) return InternetChecksum.Compute(Transport) == 0;
        if (Protocol == IpProtocol.Udp && BinaryPrimitives.ReadUInt16BigEndian(Transport[UdpChecksumOffset..]) == 0) return true;
        ulong pseudoHeader = InternetChecksum.PseudoHeader(Source, Destination, Protocol, Transport.Length);
        return InternetChecksum.Finish(InternetChecksum.Add(pseudoHeader, Transport)) == 0;
    }

    private static PacketError Check(ReadOnlySpan<byte> bytes, out int headerBytes, out int totalBytes)
    {
        headerBytes = totalBytes = 0;
        if (bytes.Length < 1) return PacketError.Truncated;
        if (bytes[0] >> 4 != 4) return PacketError.NotIpv4;
        if (bytes.Length < MinimumHeaderBytes) return PacketError.Truncated;
        headerBytes = (bytes[0] & 15) * 4;
        totalBytes = BinaryPrimitives.ReadUInt16BigEndian(bytes[TotalLengthOffset..]);
        if (headerBytes < MinimumHeaderBytes || totalBytes < headerBytes) return PacketError.BadHeaderLength;
        if (totalBytes > bytes.Length) return PacketError.Truncated;
        if (InternetChecksum.Compute(bytes[..headerBytes]) != 0) return PacketError.BadHeaderChecksum;
        int fragment = BinaryPrimitives.ReadUInt16BigEndian(bytes[FragmentOffset..]) & MoreFragmentsOrOffset;
        return fragment == 0 ? PacketError.None : PacketError.Fragment;
    }

    private static PacketError CheckTransport(Ipv4Packet packet)
    {
        Span<byte> transport = packet.Transport;
        return packet.Protocol switch
        {
            IpProtocol.Udp => transport.Length >= UdpDatagram.HeaderBytes && BinaryPrimitives.ReadUInt16BigEndian(transport[4..]) == transport.Length
                ? PacketError.None
                : PacketError.BadTransportHeader,
            IpProtocol.Tcp => transport.Length >= TcpSegment.MinimumHeaderBytes
                && (transport[12] >> 4) * 4 is >= TcpSegment.MinimumHeaderBytes and int offset && offset <= transport.Length
                ? PacketError.None
                : PacketError.BadTransportHeader,
            IpProtocol.Icmp => transport.Length >= IcmpUnreachable.HeaderBytes ? PacketError.None : PacketError.BadTransportHeader,
            _ => PacketError.UnsupportedProtocol,
        };
    }

    private void Rewrite(int addressOffset, int portOffset, Ipv4Address address, ushort port)
    {
        uint addressBefore = BinaryPrimitives.ReadUInt32BigEndian(bytes[addressOffset..]);
        ushort portBefore = BinaryPrimitives.ReadUInt16BigEndian(Transport[portOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[addressOffset..], address.Value);
        BinaryPrimitives.WriteUInt16BigEndian(Transport[portOffset..], port);

        ushort header = BinaryPrimitives.ReadUInt16BigEndian(bytes[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[ChecksumOffset..], InternetChecksum.Replace(header, addressBefore, address.Value));

        Span<byte> checksum = Transport[(Protocol == IpProtocol.Udp ? UdpChecksumOffset : TcpChecksumOffset)..];
        ushort transport = BinaryPrimitives.ReadUInt16BigEndian(checksum);
        bool notSent = Protocol == IpProtocol.Udp && transport == 0;
        if (notSent) return;
        transport = InternetChecksum.Replace(InternetChecksum.Replace(transport, addressBefore, address.Value), portBefore, port);
        // Zero would say "no checksum"; ones' complement has a second zero for this case (RFC 768).
        if (Protocol == IpProtocol.Udp && transport == 0) transport = 0xFFFF;
        BinaryPrimitives.WriteUInt16BigEndian(checksum, transport);
    }
}
