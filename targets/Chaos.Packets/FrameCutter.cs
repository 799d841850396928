using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>
/// Frames behind an offload header into frames as a wire carries them: a TCP packet that was left uncut becomes its segments, checksums are
/// finished, the offload headers are empty. Source: RFC 9293; virtio 1.2 section 5.1.6; what the kernel's tcp_gso_segment does to the
/// fields.
/// </summary>
public static class FrameCutter
{
    /// <summary>Before the packet of a frame: the offload header and the Ethernet header.</summary>
    public const int PacketOffset = OffloadHeader.Bytes + EthernetHeader.Bytes;

    private const int KindOffset = 1, SizeOffset = 4;
    private const byte UncutTcp = 1, KindBits = 0x7F;

    private const int IdentificationOffset = 4;
    private const int SequenceOffset = 4, FlagsOffset = 13;

    /// <summary>On the last segment alone, and on the first alone.</summary>
    private const byte EndFlags = (byte)(TcpFlags.Fin | TcpFlags.Psh), WindowReduced = 0x80;

    /// <summary>How many frames it becomes, at least 1.</summary>
    /// <param name="frame">The offload header, the Ethernet header and the packet.</param>
    public static int Count(ReadOnlySpan<byte> frame) => TryRead(frame, out Uncut uncut) ? uncut.Pieces : 1;

    /// <summary>Writes one of the frames, in the same form and with an empty offload header, and returns its length.</summary>
    /// <param name="frame">The offload header, the Ethernet header and the packet.</param>
    /// <param name="number">From 0.</param>
    /// <param name="piece">As long as the frame at least.</param>
    public static int Write(ReadOnlySpan<byte> frame, int number, Span<byte> piece)
    {
        if (!TryRead(frame, out Uncut uncut))
        {
            frame.CopyTo(piece);
            OffloadHeader.Finish(piece, piece[OffloadHeader.Bytes..frame.Length]);
            return frame.Length;
        }

        int offset = number * uncut.Size, payload = Math.Min(uncut.Size, uncut.Payload - offset);
        frame[..uncut.Headers].CopyTo(piece);
        frame.Slice(uncut.Headers + offset, payload).CopyTo(piece[uncut.Headers..]);
        piece[..OffloadHeader.Bytes].Clear();
        int length = uncut.Headers + payload;
        Number(piece[PacketOffset..length], uncut.InternetHeader, number, offset, isLast: number == uncut.Pieces - 1);
        return length;
    }

    private static void Number(Span<byte> packet, int headerBytes, int number, int offset, bool isLast)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Header.TotalLengthOffset..], (ushort)packet.Length);
        Span<byte> identification = packet[IdentificationOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(
            identification, unchecked((ushort)(BinaryPrimitives.ReadUInt16BigEndian(identification) + number)));
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Header.ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Header.ChecksumOffset..], InternetChecksum.Compute(packet[..headerBytes]));

        Span<byte> segment = packet[headerBytes..];
        Span<byte> sequence = segment[SequenceOffset..];
        BinaryPrimitives.WriteUInt32BigEndian(sequence, unchecked(BinaryPrimitives.ReadUInt32BigEndian(sequence) + (uint)offset));
        if (!isLast) segment[FlagsOffset] &= unchecked((byte)~EndFlags);
        if (number > 0) segment[FlagsOffset] &= unchecked((byte)~WindowReduced);
        BinaryPrimitives.WriteUInt16BigEndian(segment[TransportPorts.ChecksumOffset(IpProtocol.Tcp)..], 0);
        ulong sum = InternetChecksum.PseudoHeader(
            Ipv4Packet.SourceOf(packet), Ipv4Packet.DestinationOf(packet), IpProtocol.Tcp, segment.Length);
        BinaryPrimitives.WriteUInt16BigEndian(
            segment[TransportPorts.ChecksumOffset(IpProtocol.Tcp)..], InternetChecksum.Finish(InternetChecksum.Add(sum, segment)));
    }

    /// <summary>False for whatever is no TCP packet that is larger than its segments.</summary>
    private static bool TryRead(ReadOnlySpan<byte> frame, out Uncut uncut)
    {
        uncut = default;
        if (frame.Length < PacketOffset + Ipv4Packet.MinimumHeaderBytes || (frame[KindOffset] & KindBits) != UncutTcp) return false;
        int size = BinaryPrimitives.ReadUInt16LittleEndian(frame[SizeOffset..]);
        ReadOnlySpan<byte> packet = frame[PacketOffset..];
        int headerBytes = (packet[0] & 15) * 4;
        if (headerBytes < Ipv4Packet.MinimumHeaderBytes || packet.Length < headerBytes + TcpSegment.MinimumHeaderBytes
            || packet[Ipv4Header.ProtocolOffset] != (byte)IpProtocol.Tcp) return false;
        int headers = PacketOffset + headerBytes + (packet[headerBytes + 12] >> 4) * 4;
        uncut = new Uncut(headers, headerBytes, frame.Length - headers, size);
        return headers >= PacketOffset + headerBytes + TcpSegment.MinimumHeaderBytes && size > 0 && uncut.Payload > size;
    }

    /// <param name="Headers">All headers together.</param>
    /// <param name="InternetHeader">The IPv4 header alone.</param>
    /// <param name="Payload">Of the whole packet.</param>
    /// <param name="Size">Payload of a segment, all but the last.</param>
    private readonly record struct Uncut(int Headers, int InternetHeader, int Payload, int Size)
    {
        public int Pieces => (Payload + Size - 1) / Size;
    }
}
