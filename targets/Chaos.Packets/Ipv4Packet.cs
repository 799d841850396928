using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>A view over a whole IPv4 packet with TCP, UDP or ICMP inside. Source: RFC 791.</summary>
/// <remarks>All lengths are checked by <see cref="TryParse"/>; once it returned true no member throws. Bytes after the total length are not part of the view.</remarks>
public readonly ref struct Ipv4Packet
{
    public const int MinimumHeaderBytes = 20;
    private const int MoreFragments = 0x2000, FragmentOffsetBits = 0x1FFF;

    private readonly Span<byte> bytes;
    private readonly int headerBytes;

    private Ipv4Packet(Span<byte> bytes, int headerBytes)
    {
        this.bytes = bytes;
        this.headerBytes = headerBytes;
    }

    public IpProtocol Protocol => (IpProtocol)bytes[Ipv4Header.ProtocolOffset];

    public Ipv4Address Source => new(BinaryPrimitives.ReadUInt32BigEndian(bytes[Ipv4Header.SourceOffset..]));

    public Ipv4Address Destination => new(BinaryPrimitives.ReadUInt32BigEndian(bytes[Ipv4Header.DestinationOffset..]));

    /// <summary>The transport header and what follows it.</summary>
    public Span<byte> Transport => bytes[headerBytes..];

    public ReadOnlySpan<byte> Header => bytes[..headerBytes];

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The first fragment of a datagram: it has the transport header, but not all of what the transport checksum covers.</summary>
    public bool IsFirstFragment => (BinaryPrimitives.ReadUInt16BigEndian(bytes[Ipv4Header.FragmentOffset..]) & MoreFragments) != 0;

    /// <summary>Addresses and ports. An ICMP echo has its identifier in the asking side's port; other ICMP messages tell 0.</summary>
    public FiveTuple Tuple
    {
        get
        {
            (ushort sourcePort, ushort destinationPort) = TransportPorts.Read(Protocol, Transport);
            return new FiveTuple(Protocol, Source, sourcePort, Destination, destinationPort);
        }
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
    public void RewriteSource(Ipv4Address address, ushort port) => Rewrite(Ipv4Header.SourceOffset, TransportPorts.SourceOffset(Protocol), address, port);

    /// <summary>Changes the destination; header and transport checksums follow by difference.</summary>
    public void RewriteDestination(Ipv4Address address, ushort port) =>
        Rewrite(Ipv4Header.DestinationOffset, TransportPorts.DestinationOffset(Protocol), address, port);

    /// <summary>Changes the source of an ICMP error, which has no port and whose checksum covers no address.</summary>
    public void RewriteSourceAddress(Ipv4Address address) => RewriteAddress(Ipv4Header.SourceOffset, address);

    /// <summary>Changes the destination of an ICMP error.</summary>
    public void RewriteDestinationAddress(Ipv4Address address) => RewriteAddress(Ipv4Header.DestinationOffset, address);

    /// <summary>True if the transport checksum is right; a UDP checksum of zero means that none was sent (RFC 768), and a fragment alone cannot tell.</summary>
    public bool TransportChecksumIsRight()
    {
        if (IsFirstFragment) return true;
        if (Protocol == IpProtocol.Icmp) return InternetChecksum.Compute(Transport) == 0;
        if (Protocol == IpProtocol.Udp && BinaryPrimitives.ReadUInt16BigEndian(Transport[TransportPorts.ChecksumOffset(Protocol)..]) == 0) return true;
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
        totalBytes = BinaryPrimitives.ReadUInt16BigEndian(bytes[Ipv4Header.TotalLengthOffset..]);
        if (headerBytes < MinimumHeaderBytes || totalBytes < headerBytes) return PacketError.BadHeaderLength;
        if (totalBytes > bytes.Length) return PacketError.Truncated;
        if (InternetChecksum.Compute(bytes[..headerBytes]) != 0) return PacketError.BadHeaderChecksum;
        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[Ipv4Header.FragmentOffset..]) & FragmentOffsetBits) != 0;
        return isLaterFragment ? PacketError.Fragment : PacketError.None;
    }

    private static PacketError CheckTransport(Ipv4Packet packet)
    {
        Span<byte> transport = packet.Transport;
        return packet.Protocol switch
        {
            IpProtocol.Udp => transport.Length >= UdpDatagram.HeaderBytes && UdpLengthFits(packet, transport)
                ? PacketError.None
                : PacketError.BadTransportHeader,
            IpProtocol.Tcp => transport.Length >= TcpSegment.MinimumHeaderBytes
                && (transport[12] >> 4) * 4 is >= TcpSegment.MinimumHeaderBytes and int offset && offset <= transport.Length
                ? PacketError.None
                : PacketError.BadTransportHeader,
            IpProtocol.Icmp => transport.Length >= IcmpMessage.HeaderBytes ? PacketError.None : PacketError.BadTransportHeader,
            _ => PacketError.UnsupportedProtocol,
        };
    }

    /// <summary>A datagram fills its packet; of a fragmented one the first part is here.</summary>
    private static bool UdpLengthFits(Ipv4Packet packet, ReadOnlySpan<byte> transport)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(transport[4..]);
        return packet.IsFirstFragment ? length > transport.Length : length == transport.Length;
    }

    private void Rewrite(int addressOffset, int portOffset, Ipv4Address address, ushort port)
    {
        IpProtocol protocol = Protocol;
        Span<byte> transport = Transport;
        ulong ofAddress = RewriteAddress(addressOffset, address);
        ulong ofPort = InternetChecksum.Difference(BinaryPrimitives.ReadUInt16BigEndian(transport[portOffset..]), port);
        BinaryPrimitives.WriteUInt16BigEndian(transport[portOffset..], port);

        Span<byte> field = transport[TransportPorts.ChecksumOffset(protocol)..];
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(field);
        bool notSent = protocol == IpProtocol.Udp && checksum == 0;
        if (notSent) return;
        checksum = InternetChecksum.Apply(checksum, protocol == IpProtocol.Icmp ? ofPort : ofAddress + ofPort);
        // Zero would say "no checksum"; ones' complement has a second zero for this case (RFC 768).
        if (protocol == IpProtocol.Udp && checksum == 0) checksum = 0xFFFF;
        BinaryPrimitives.WriteUInt16BigEndian(field, checksum);
    }

    /// <summary>Returns what the change adds to a sum that covers the address.</summary>
    private ulong RewriteAddress(int offset, Ipv4Address address)
    {
        ulong difference = InternetChecksum.Difference(BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]), address.Value);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[offset..], address.Value);
        Span<byte> checksum = bytes[Ipv4Header.ChecksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(checksum, InternetChecksum.Apply(BinaryPrimitives.ReadUInt16BigEndian(checksum), difference));
        return difference;
    }
}
