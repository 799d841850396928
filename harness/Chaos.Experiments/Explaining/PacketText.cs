using System.Globalization;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Experiments.Explaining;

/// <summary>A packet in a few words.</summary>
internal static class PacketText
{
    private static readonly TcpFlags[] Telling = [TcpFlags.Rst, TcpFlags.Syn, TcpFlags.Fin];

    public static string Of(Span<byte> packet)
    {
        if (!Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _)) return "damaged";
        string size = string.Create(CultureInfo.InvariantCulture, $"{packet.Length} B");
        return parsed.Protocol switch
        {
            IpProtocol.Udp => $"udp {size}",
            IpProtocol.Tcp => $"tcp {Flags(parsed)}{size}",
            _ => $"icmp {size}",
        };
    }

    private static string Flags(Ipv4Packet packet)
    {
        TcpFlags flags = TcpSegment.Numbers(packet).Flags;
        string[] words = [.. Telling.Where(flag => flags.HasFlag(flag)).Select(flag => flag.ToString().ToUpperInvariant())];
        if (words.Length > 0) return $"{string.Join('+', words)}{(flags.HasFlag(TcpFlags.Ack) ? "+ACK" : "")} ";
        return TcpSegment.Payload(packet).Length == 0 ? "ACK " : "";
    }
}
