using System.Buffers.Binary;

namespace Chaos.Import.Captures;

/// <summary>What stands in front of an IP packet, by link type. Source: the list of link-layer header types of tcpdump.org.</summary>
internal static class LinkLayer
{
    private const int Null = 0, Ethernet = 1, Raw = 101, Cooked = 113, Ipv4 = 228, CookedV2 = 276;
    private const ushort TypeIpv4 = 0x0800, TypeVlan = 0x8100, TypeServiceVlan = 0x88A8;

    public static bool IsKnown(int linkType) => linkType is Null or Ethernet or Raw or Cooked or Ipv4 or CookedV2;

    public static string Known => "Ethernet (1), raw IP (101, 228), Linux cooked (113, 276) and loopback (0)";

    /// <summary>Where the IPv4 packet begins; -1: there is none in it.</summary>
    public static int OffsetOfIpv4(int linkType, ReadOnlySpan<byte> frame) => linkType switch
    {
        Null => frame.Length > 4 && frame[4] >> 4 == 4 ? 4 : -1,
        Ethernet => BehindType(frame, 12),
        Cooked => BehindType(frame, 14),
        CookedV2 => frame.Length >= 20 && Half(frame, 0) == TypeIpv4 ? 20 : -1,
        _ => frame.Length > 0 && frame[0] >> 4 == 4 ? 0 : -1,
    };

    private static int BehindType(ReadOnlySpan<byte> frame, int at)
    {
        while (frame.Length >= at + 2)
        {
            ushort type = Half(frame, at);
            if (type == TypeIpv4) return at + 2;
            if (type is not (TypeVlan or TypeServiceVlan)) return -1;
            at += 4;
        }

        return -1;
    }

    private static ushort Half(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
