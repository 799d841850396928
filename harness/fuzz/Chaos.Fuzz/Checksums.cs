using System.Buffers.Binary;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Fuzz;

/// <summary>Makes checksums right in bytes that may be no packet at all.</summary>
internal static class Checksums
{
    private const int UdpOffset = 6, TcpOffset = 16, IcmpOffset = 2;

    public static void MendHeader(Span<byte> bytes)
    {
        if (bytes.Length < Ipv4Packet.MinimumHeaderBytes) return;
        int headerBytes = Math.Clamp((bytes[0] & 15) * 4, Ipv4Packet.MinimumHeaderBytes, bytes.Length);
        bytes[10] = bytes[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[10..], InternetChecksum.Compute(bytes[..headerBytes]));
    }

    /// <summary>Of packets that can be read; the rest stays as it is.</summary>
    public static void MendTransport(Span<byte> bytes)
    {
        if (!Ipv4Packet.TryParse(bytes, out Ipv4Packet packet, out _) || packet.IsFirstFragment) return;
        Span<byte> transport = packet.Transport;
        Span<byte> checksum = transport[
            (packet.Protocol switch { IpProtocol.Udp => UdpOffset, IpProtocol.Tcp => TcpOffset, _ => IcmpOffset })..];
        if (packet.Protocol == IpProtocol.Udp && checksum is [0, 0, ..]) return;
        checksum[0] = checksum[1] = 0;
        ulong sum = packet.Protocol == IpProtocol.Icmp ? 0 : InternetChecksum.PseudoHeader(
            packet.Source, packet.Destination, packet.Protocol, transport.Length);
        BinaryPrimitives.WriteUInt16BigEndian(checksum, InternetChecksum.Finish(InternetChecksum.Add(sum, transport)));
    }
}
