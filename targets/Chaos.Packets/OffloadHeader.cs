using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>
/// What a packet still needs done to it, in front of it: the header of virtio network devices (struct virtio_net_hdr, virtio 1.2
/// section 5.1.6), which the kernel's packet sockets share. Between two hosts of one machine a checksum may be left
/// unfinished, and a TCP packet of up to 64 KiB uncut, for whoever needs it to do.
/// </summary>
public static class OffloadHeader
{
    public const int Bytes = 10;

    private const byte NeedsChecksum = 1;
    private const int ChecksumStartOffset = 6;
    private const int ChecksumPlaceOffset = 8;

    /// <summary>
    /// After addresses of an IPv4 packet were changed: an unfinished checksum holds the folded sum of the pseudo-header, neither
    /// complemented nor with ports in it, so it is summed up anew. A finished one is left alone.
    /// </summary>
    /// <param name="header">This header.</param>
    /// <param name="frame">What the header's offsets count from: the Ethernet header and what follows.</param>
    public static void RenewChecksum(ReadOnlySpan<byte> header, Span<byte> frame) => TryRenewChecksum(header, frame, out _, out _);

    /// <summary>
    /// Finishes an unfinished checksum and empties the header: the frame is then as a wire carries it, if it is not too large for one.
    /// </summary>
    public static void Finish(Span<byte> header, Span<byte> frame)
    {
        if (TryRenewChecksum(header, frame, out int start, out int place))
        {
            int end = Math.Min(frame.Length, EthernetHeader.Bytes + BinaryPrimitives.ReadUInt16BigEndian(
                frame[(EthernetHeader.Bytes + Ipv4Header.TotalLengthOffset)..]));
            ushort checksum = start < end ? InternetChecksum.Compute(frame[start..end]) : (ushort)0;
            // Zero would say "no checksum" of a datagram, and of a segment it means the same as its complement (RFC 768, RFC 1071).
            BinaryPrimitives.WriteUInt16BigEndian(frame[place..], checksum == 0 ? ushort.MaxValue : checksum);
        }

        header[..Bytes].Clear();
    }

    /// <summary>False: there is no unfinished checksum, or not where a packet can have one.</summary>
    private static bool TryRenewChecksum(ReadOnlySpan<byte> header, Span<byte> frame, out int start, out int place)
    {
        start = place = 0;
        if ((header[0] & NeedsChecksum) == 0) return false;
        // Host byte order, and the machines that run .NET in containers are little-endian.
        start = BinaryPrimitives.ReadUInt16LittleEndian(header[ChecksumStartOffset..]);
        place = start + BinaryPrimitives.ReadUInt16LittleEndian(header[ChecksumPlaceOffset..]);
        int headerBytes = start - EthernetHeader.Bytes;
        if (headerBytes < Ipv4Packet.MinimumHeaderBytes || place + sizeof(ushort) > frame.Length) return false;
        Span<byte> packet = frame[EthernetHeader.Bytes..];
        // From the source address to the end of the destination, the protocol, and how long the transport is.
        ulong sum = InternetChecksum.Add(0, packet[12..20]) + packet[9] + (ulong)(
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) - headerBytes);
        BinaryPrimitives.WriteUInt16BigEndian(frame[place..], unchecked((ushort)~InternetChecksum.Finish(sum)));
        return true;
    }
}
