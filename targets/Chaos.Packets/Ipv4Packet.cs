using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>A view over a whole IPv4 packet with TCP, UDP or ICMP inside. Source: RFC 791.</summary>
/// <remarks>
/// All lengths are checked by <see cref="TryParse"/>; once it returned true no member throws, and fields are read without a further look at
/// the bounds.
/// Bytes after the total length are not part of the view.
/// </remarks>
public readonly ref struct Ipv4Packet
{
    public const int MinimumHeaderBytes = 20;

    /// <summary>
    /// Of the first eight bytes, as they lie in a little-endian word: version, header length, and all of the fragment field but "do not
    /// fragment".
    /// </summary>
    private const ulong PlainHeaderMask = 0xFF3F_0000_0000_00FF, PlainHeader = 0x45;

    private const int MoreFragments = 0x2000, FragmentOffsetBits = 0x1FFF;

    private readonly Span<byte> bytes;
    private readonly int headerBytes;

    private Ipv4Packet(Span<byte> bytes, int headerBytes)
    {
        this.bytes = bytes;
        this.headerBytes = headerBytes;
    }

    public IpProtocol Protocol => (IpProtocol)Field<byte>(Ipv4Header.ProtocolOffset);

    public Ipv4Address Source => new(Field32(Ipv4Header.SourceOffset));

    public Ipv4Address Destination => new(Field32(Ipv4Header.DestinationOffset));

    /// <summary>The transport header and what follows it.</summary>
    public Span<byte> Transport => bytes[headerBytes..];

    public ReadOnlySpan<byte> Header => bytes[..headerBytes];

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The first fragment of a datagram: it has the transport header, but not all of what the transport checksum covers.</summary>
    public bool IsFirstFragment => (Field16(Ipv4Header.FragmentOffset) & MoreFragments) != 0;

    /// <summary>Addresses and ports. An ICMP echo has its identifier in the asking side's port; other ICMP messages tell 0.</summary>
    public FiveTuple Tuple
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            IpProtocol protocol = Protocol;
            if (protocol != IpProtocol.Icmp)
                return new FiveTuple(Field64(Ipv4Header.SourceOffset), (ulong)Field32(headerBytes) << 8 | (ulong)protocol);
            (ushort sourcePort, ushort destinationPort) = TransportPorts.Read(protocol, Transport);
            return new FiveTuple(protocol, Source, sourcePort, Destination, destinationPort);
        }
    }

    /// <summary>The source of a packet of at least 20 bytes that need not be checked.</summary>
    public static Ipv4Address SourceOf(ReadOnlySpan<byte> packet) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv4Header.SourceOffset..]));

    /// <summary>The destination of a packet of at least 20 bytes that need not be checked.</summary>
    public static Ipv4Address DestinationOf(ReadOnlySpan<byte> packet) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv4Header.DestinationOffset..]));

    /// <summary>The tuple of a TCP or UDP packet, if nothing is wrong with it: a guess, for those who only prepare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPeekTuple(ReadOnlySpan<byte> packet, out FiveTuple tuple)
    {
        tuple = default;
        if (packet.Length < MinimumHeaderBytes + UdpDatagram.HeaderBytes || packet[0] != (4 << 4 | MinimumHeaderBytes / 4)) return false;
        tuple = new FiveTuple(
            NetworkOrder(FieldOf<ulong>(packet, Ipv4Header.SourceOffset)), (ulong)NetworkOrder(
            FieldOf<uint>(packet, MinimumHeaderBytes)) << 8 | packet[Ipv4Header.ProtocolOffset]);
        return tuple.Protocol is IpProtocol.Udp or IpProtocol.Tcp;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(Span<byte> bytes, out Ipv4Packet packet, out PacketError error)
    {
        packet = default;
        error = PacketError.None;
        int headerBytes = MinimumHeaderBytes;
        if (!IsPlain(bytes, out int totalBytes))
        {
            error = Check(bytes, out int checkedHeaderBytes, out int checkedBytes);
            if (error != PacketError.None) return false;
            (headerBytes, totalBytes) = (checkedHeaderBytes, checkedBytes);
        }

        packet = new Ipv4Packet(bytes[..totalBytes], headerBytes);
        return true;
    }

    /// <summary>Changes the source; header and transport checksums follow by difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RewriteSource(Ipv4Address address, ushort port) =>
        Rewrite(Ipv4Header.SourceOffset, TransportPorts.SourceOffset(Protocol), address, port);

    /// <summary>Changes the destination; header and transport checksums follow by difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RewriteDestination(Ipv4Address address, ushort port) =>
        Rewrite(Ipv4Header.DestinationOffset, TransportPorts.DestinationOffset(Protocol), address, port);

    /// <summary>Changes the source of an ICMP error, which has no port and whose checksum covers no address.</summary>
    public void RewriteSourceAddress(Ipv4Address address) => RewriteAddress(Ipv4Header.SourceOffset, address);

    /// <summary>Changes the destination of an ICMP error.</summary>
    public void RewriteDestinationAddress(Ipv4Address address) => RewriteAddress(Ipv4Header.DestinationOffset, address);

    /// <summary>
    /// True if the transport checksum is right; a UDP checksum of zero means that none was sent (RFC 768), and a fragment alone cannot
    /// tell.
    /// </summary>
    public bool TransportChecksumIsRight()
    {
        if (IsFirstFragment) return true;
        if (Protocol == IpProtocol.Icmp) return InternetChecksum.Compute(Transport) == 0;
        if (Protocol == IpProtocol.Udp && Field16(headerBytes + TransportPorts.ChecksumOffset(IpProtocol.Udp)) == 0) return true;
        ReadOnlySpan<byte> transport = Transport;
        return InternetChecksum.Finish(
            InternetChecksum.Add(InternetChecksum.PseudoHeader(Source, Destination, Protocol, transport.Length), transport)) == 0;
    }

    /// <summary>
    /// Nearly all packets: TCP or UDP, no options, no fragment, nothing wrong. One pass over five words; true only where
    /// <see cref="Check"/> finds no error.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlain(ReadOnlySpan<byte> bytes, out int totalBytes)
    {
        totalBytes = 0;
        if (!BitConverter.IsLittleEndian || bytes.Length < MinimumHeaderBytes + UdpDatagram.HeaderBytes) return false;
        ulong first = FieldOf<ulong>(bytes, 0), second = FieldOf<ulong>(bytes, 8);
        if ((first & PlainHeaderMask) != PlainHeader) return false;
        totalBytes = NetworkOrder(unchecked((ushort)(first >> 16)));
        if (totalBytes > bytes.Length || !InternetChecksum.IsRight(first, second, FieldOf<uint>(bytes, 16))) return false;
        int transportBytes = totalBytes - MinimumHeaderBytes;
        IpProtocol protocol = unchecked((IpProtocol)(second >> 8));
        if (protocol == IpProtocol.Udp)
            return transportBytes >= UdpDatagram.HeaderBytes && NetworkOrder(
            FieldOf<ushort>(bytes, MinimumHeaderBytes + 4)) == transportBytes;
        if (protocol != IpProtocol.Tcp || transportBytes < TcpSegment.MinimumHeaderBytes) return false;
        int dataOffset = (FieldOf<byte>(bytes, MinimumHeaderBytes + 12) >> 4) * 4;
        return dataOffset >= TcpSegment.MinimumHeaderBytes && dataOffset <= transportBytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PacketError Check(Span<byte> bytes, out int headerBytes, out int totalBytes)
    {
        PacketError error = CheckHeader(bytes, out headerBytes, out totalBytes);
        return error == PacketError.None ? new Ipv4Packet(bytes[..totalBytes], headerBytes).CheckTransport() : error;
    }

    private static PacketError CheckHeader(ReadOnlySpan<byte> bytes, out int headerBytes, out int totalBytes)
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

    /// <summary>Looks only at what is there: nothing is assumed of the transport header yet.</summary>
    private PacketError CheckTransport()
    {
        Span<byte> transport = Transport;
        bool isGood;
        switch (Protocol)
        {
            case IpProtocol.Udp:
                isGood = transport.Length >= UdpDatagram.HeaderBytes && UdpLengthFits(
                    BinaryPrimitives.ReadUInt16BigEndian(transport[4..]), transport.Length);
                break;
            case IpProtocol.Tcp:
                isGood = transport.Length >= TcpSegment.MinimumHeaderBytes
                    && (transport[12] >> 4) * 4 is >= TcpSegment.MinimumHeaderBytes and int offset && offset <= transport.Length;
                break;
            case IpProtocol.Icmp:
                isGood = transport.Length >= IcmpMessage.HeaderBytes;
                break;
            default:
                return PacketError.UnsupportedProtocol;
        }

        return isGood ? PacketError.None : PacketError.BadTransportHeader;
    }

    /// <summary>A datagram fills its packet; of a fragmented one the first part is here.</summary>
    private bool UdpLengthFits(int length, int present) => length == present ? !IsFirstFragment : length > present && IsFirstFragment;

    /// <remarks>Sums are made of the words as they lie in memory, checksums too: their byte order is one and the same.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Rewrite(int addressOffset, int portOffset, Ipv4Address address, ushort port)
    {
        IpProtocol protocol = Protocol;
        ulong ofAddress = RewriteAddress(addressOffset, address);
        portOffset = unchecked(portOffset + headerBytes);
        ushort storedPort = NetworkOrder(port);
        ulong ofPort = InternetChecksum.Difference(Field<ushort>(portOffset), storedPort);
        SetField(portOffset, storedPort);

        int checksumOffset = unchecked(headerBytes + TransportPorts.ChecksumOffset(protocol));
        ushort checksum = Field<ushort>(checksumOffset);
        bool notSent = protocol == IpProtocol.Udp && checksum == 0;
        if (notSent) return;
        checksum = InternetChecksum.Apply(checksum, protocol == IpProtocol.Icmp ? ofPort : unchecked(ofAddress + ofPort));
        // Zero would say "no checksum"; ones' complement has a second zero for this case (RFC 768).
        if (protocol == IpProtocol.Udp && checksum == 0) checksum = 0xFFFF;
        SetField(checksumOffset, checksum);
    }

    /// <summary>Returns what the change adds to a sum that covers the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong RewriteAddress(int offset, Ipv4Address address)
    {
        uint stored = NetworkOrder(address.Value);
        ulong difference = InternetChecksum.Difference(Field<uint>(offset), stored);
        SetField(offset, stored);
        SetField(Ipv4Header.ChecksumOffset, InternetChecksum.Apply(Field<ushort>(Ipv4Header.ChecksumOffset), difference));
        return difference;
    }

    private ushort Field16(int offset) => NetworkOrder(Field<ushort>(offset));

    private uint Field32(int offset) => NetworkOrder(Field<uint>(offset));

    private ulong Field64(int offset) => NetworkOrder(Field<ulong>(offset));

    private static ushort NetworkOrder(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static ulong NetworkOrder(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static uint NetworkOrder(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    /// <summary>A field of the two headers as it lies in memory; the parser has seen that it is there.</summary>
    private T Field<T>(int offset)
        where T : unmanaged => FieldOf<T>(bytes, offset);

    private static T FieldOf<T>(ReadOnlySpan<byte> bytes, int offset)
        where T : unmanaged
    {
        Debug.Assert(offset >= 0 && offset + Unsafe.SizeOf<T>() <= bytes.Length, "a field outside the packet");
        return Unsafe.ReadUnaligned<T>(in Unsafe.Add(ref MemoryMarshal.GetReference(bytes), offset));
    }

    private void SetField<T>(int offset, T value)
        where T : unmanaged
    {
        Debug.Assert(offset >= 0 && offset + Unsafe.SizeOf<T>() <= bytes.Length, "a field outside the packet");
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), offset), value);
    }
}
