using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>
/// A view over the packet that an ICMP error quotes: its IPv4 header and at least eight bytes of what follows. Source: RFC 792, RFC 1812
/// section 4.3.2.3.
/// </summary>
/// <remarks>
/// The quote may be cut anywhere after those eight bytes, so its lengths do not say how much is present. Rewriting updates the quoted
/// checksums that are present, and the checksum of the error as <see cref="OuterChecksum"/> says, all by difference: a checksum that was
/// wrong stays wrong.
/// </remarks>
public readonly ref struct EmbeddedPacket
{
    private const int RequiredTransportBytes = 8;
    private const int FragmentOffsetBits = 0x1FFF;

    private readonly Span<byte> message, quote;
    private readonly int headerBytes;

    private EmbeddedPacket(Span<byte> message, Span<byte> quote, int headerBytes)
    {
        this.message = message;
        this.quote = quote;
        this.headerBytes = headerBytes;
    }

    public IpProtocol Protocol => (IpProtocol)quote[Ipv4Header.ProtocolOffset];

    /// <summary>False: the quote ends before the transport checksum, as it does for TCP in the least quote that RFC 792 asks for.</summary>
    public bool QuotesChecksum => quote.Length - headerBytes >= TransportPorts.ChecksumOffset(Protocol) + sizeof(ushort);

    /// <summary>As the quoted packet's sender sent it, an echo identifier in the port's place.</summary>
    public FiveTuple Tuple
    {
        get
        {
            (ushort sourcePort, ushort destinationPort) = TransportPorts.Read(Protocol, quote[headerBytes..]);
            return new FiveTuple(
                Protocol,
                new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(quote[Ipv4Header.SourceOffset..])), sourcePort,
                new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(quote[Ipv4Header.DestinationOffset..])), destinationPort);
        }
    }

    /// <summary>The sequence number of a quoted segment; it is among the eight bytes that are always there.</summary>
    public uint Sequence => BinaryPrimitives.ReadUInt32BigEndian(quote[(headerBytes + 4)..]);

    /// <summary>
    /// False: the quote is too short, a later fragment, or of a kind that has no ports (which includes errors about errors).
    /// </summary>
    /// <param name="error">A parsed ICMP error.</param>
    /// <param name="embedded">The view.</param>
    public static bool TryParse(Ipv4Packet error, out EmbeddedPacket embedded)
    {
        embedded = default;
        Span<byte> quote = error.Transport[IcmpMessage.HeaderBytes..];
        if (quote.Length < Ipv4Packet.MinimumHeaderBytes || quote[0] >> 4 != 4) return false;
        int headerBytes = (quote[0] & 15) * 4, totalBytes = BinaryPrimitives.ReadUInt16BigEndian(quote[Ipv4Header.TotalLengthOffset..]);
        int present = Math.Min(quote.Length, totalBytes);
        if (headerBytes < Ipv4Packet.MinimumHeaderBytes || present < headerBytes + RequiredTransportBytes) return false;
        if ((BinaryPrimitives.ReadUInt16BigEndian(quote[Ipv4Header.FragmentOffset..]) & FragmentOffsetBits) != 0) return false;
        if (!TransportPorts.Has((IpProtocol)quote[Ipv4Header.ProtocolOffset], quote[headerBytes..])) return false;
        embedded = new EmbeddedPacket(error.Transport, quote[..present], headerBytes);
        return true;
    }

    /// <summary>Changes the quoted source to what it was before the quoted packet was translated.</summary>
    public void RewriteSource(Ipv4Address address, ushort port, OuterChecksum outer = OuterChecksum.Updated) =>
        Rewrite(Ipv4Header.SourceOffset, TransportPorts.SourceOffset(Protocol), address, port, outer);

    /// <summary>Changes the quoted destination.</summary>
    public void RewriteDestination(Ipv4Address address, ushort port, OuterChecksum outer = OuterChecksum.Updated) =>
        Rewrite(Ipv4Header.DestinationOffset, TransportPorts.DestinationOffset(Protocol), address, port, outer);

    private void Rewrite(int addressOffset, int portOffset, Ipv4Address address, ushort port, OuterChecksum outer)
    {
        uint addressBefore = BinaryPrimitives.ReadUInt32BigEndian(quote[addressOffset..]);
        ulong ofAddress = InternetChecksum.Difference(addressBefore, address.Value);
        BinaryPrimitives.WriteUInt32BigEndian(quote[addressOffset..], address.Value);
        ulong ofMessage = ofAddress + Apply(Ipv4Header.ChecksumOffset, ofAddress);

        Span<byte> transport = quote[headerBytes..];
        ushort portBefore = BinaryPrimitives.ReadUInt16BigEndian(transport[portOffset..]);
        ulong ofPort = InternetChecksum.Difference(portBefore, port);
        BinaryPrimitives.WriteUInt16BigEndian(transport[portOffset..], port);
        ofMessage += ofPort;

        int checksumOffset = TransportPorts.ChecksumOffset(Protocol);
        bool notQuoted = !QuotesChecksum;
        bool notSent = Protocol == IpProtocol.Udp && BinaryPrimitives.ReadUInt16BigEndian(transport[checksumOffset..]) == 0;
        if (!notQuoted && !notSent)
            ofMessage += Apply(headerBytes + checksumOffset, Protocol == IpProtocol.Icmp ? ofPort : ofAddress + ofPort);
        if (outer == OuterChecksum.Unchanged) return;
        // An ICMP checksum covers no address, so a quoted echo changes the message's sum by nothing; this arithmetic takes it for TCP.
        if (outer == OuterChecksum.AsForTcp && Protocol == IpProtocol.Icmp)
            ofMessage = InternetChecksum.Difference(address.Value, addressBefore);

        Span<byte> checksum = message[IcmpMessage.ChecksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(checksum, InternetChecksum.Apply(BinaryPrimitives.ReadUInt16BigEndian(checksum), ofMessage));
    }

    /// <summary>Mends one quoted checksum and returns what that in turn changes of the message's sum.</summary>
    private ulong Apply(int offset, ulong difference)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(quote[offset..]);
        ushort after = InternetChecksum.Apply(before, difference);
        if (after == 0 && offset != Ipv4Header.ChecksumOffset && Protocol == IpProtocol.Udp) after = 0xFFFF;
        BinaryPrimitives.WriteUInt16BigEndian(quote[offset..], after);
        return InternetChecksum.Difference(before, after);
    }
}
