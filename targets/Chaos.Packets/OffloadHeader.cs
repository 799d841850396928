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
    public static void RenewChecksum(ReadOnlySpan<byte> header, Span<byte> frame)
    {
        if ((header[0] & NeedsChecksum) == 0) return;
        // Host byte order, and the machines that run .NET in containers are little-endian.
        int start = BinaryPrimitives.ReadUInt16LittleEndian(header[ChecksumStartOffset..]);
        int place = start + BinaryPrimitives.ReadUInt16LittleEndian(header[ChecksumPlaceOffset..]);
        int headerBytes = start - EthernetHeader.Bytes;
        if (headerBytes < Ipv4Packet.MinimumHeaderBytes || place + sizeof(ushort) > frame.Length) return;
        Span<byte> packet = frame[EthernetHeader.Bytes..];
        // From the source address to the end of the destination, the protocol, and how long the transport is.
        ulong sum = InternetChecksum.Add(0, packet[12..20]) + packet[9] + (ulong)(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) - headerBytes);
        BinaryPrimitives.WriteUInt16BigEndian(frame[place..], unchecked((ushort)~InternetChecksum.Finish(sum)));
    }
}
