using System.Buffers.Binary;
using Chaos.Model;
using CsCheck;

namespace Chaos.Packets.Tests;

public sealed class FrameCutterTests
{
    private const int PacketOffset = OffloadHeader.Bytes + EthernetHeader.Bytes;
    private static readonly FiveTuple tuple = new(
        IpProtocol.Tcp, Ipv4Address.Parse("198.18.0.10"), 40000, Ipv4Address.Parse("198.18.1.10"), 7000);

    [Fact]
    public void An_uncut_packet_becomes_whole_segments_that_carry_its_bytes_in_their_order() =>
        Gen.Select(Gen.Int[1, 9000], Gen.Int[1, 1460], Gen.UInt).Sample((payloadBytes, size, sequence) =>
        {
            byte[] payload = [.. Enumerable.Range(0, payloadBytes).Select(number => (byte)(number * 7 % 251))];
            byte[] frame = Uncut(payload, size, sequence, TcpFlags.Ack | TcpFlags.Psh | TcpFlags.Fin);

            List<byte> carried = [];
            int pieces = FrameCutter.Count(frame);
            for (int number = 0; number < pieces; number++)
            {
                byte[] piece = new byte[frame.Length];
                int length = FrameCutter.Write(frame, number, piece);
                Assert.True(Ipv4Packet.TryParse(
                    piece.AsSpan(PacketOffset, length - PacketOffset), out Ipv4Packet packet, out PacketError error), error.ToString());
                Assert.True(packet.TransportChecksumIsRight());
                Assert.Equal(tuple, packet.Tuple);
                bool isLast = number == pieces - 1;
                Assert.Equal(
                    new TcpNumbers(unchecked(sequence + (uint)carried.Count), 99, isLast ? TcpFlags.Ack | TcpFlags.Psh | TcpFlags.Fin
                    : TcpFlags.Ack), TcpSegment.Numbers(packet));
                Assert.All(piece[..OffloadHeader.Bytes], one => Assert.Equal(0, one));
                carried.AddRange(TcpSegment.Payload(packet));
            }

            Assert.Equal(payload, carried);
            Assert.Equal((payloadBytes + size - 1) / size, pieces);
        });

    /// <summary>The NAT changed the addresses, which an unfinished checksum does not follow by itself.</summary>
    [Fact]
    public void An_unfinished_checksum_is_finished_for_the_addresses_that_the_packet_has_now()
    {
        byte[] frame = new byte[PacketOffset + 64];
        int length = UdpDatagram.Write(frame.AsSpan(PacketOffset), tuple with { Protocol = IpProtocol.Udp }, "payload"u8);
        Mark(frame, needsChecksum: true, uncutSize: 0, checksumPlace: 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(PacketOffset + 26), 0x1234);

        byte[] piece = new byte[frame.Length];
        int written = FrameCutter.Write(frame.AsSpan(0, PacketOffset + length), 0, piece);

        Assert.Equal(PacketOffset + length, written);
        Assert.True(Ipv4Packet.TryParse(piece.AsSpan(PacketOffset, length), out Ipv4Packet packet, out _));
        Assert.True(packet.TransportChecksumIsRight());
    }

    [Fact]
    public void Whatever_a_frame_says_of_itself_nothing_throws_and_no_piece_is_larger_than_the_frame() =>
        Gen.Select(Gen.Byte.Array[PacketOffset + 20, 200], Gen.Bool, Gen.UShort).Sample((frame, looksLikeTcp, size) =>
        {
            frame[0] &= 1;
            if (looksLikeTcp)
            {
                frame[1] = 1;
                BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(4), size);
                frame[PacketOffset + 9] = (byte)IpProtocol.Tcp;
            }

            byte[] piece = new byte[frame.Length];
            for (int number = 0; number < FrameCutter.Count(frame); number++)
                Assert.InRange(FrameCutter.Write(frame, number, piece), 1, frame.Length);
        });

    private static byte[] Uncut(byte[] payload, int size, uint sequence, TcpFlags flags)
    {
        byte[] frame = new byte[PacketOffset + 40 + payload.Length];
        TcpSegment.Write(frame.AsSpan(PacketOffset), tuple, new TcpNumbers(sequence, 99, flags), payload);
        Mark(frame, needsChecksum: true, uncutSize: size, checksumPlace: 16);
        return frame;
    }

    private static void Mark(Span<byte> frame, bool needsChecksum, int uncutSize, int checksumPlace)
    {
        frame[0] = needsChecksum ? (byte)1 : (byte)0;
        frame[1] = uncutSize > 0 ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[4..], (ushort)uncutSize);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], EthernetHeader.Bytes + 20);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[8..], (ushort)checksumPlace);
    }
}
