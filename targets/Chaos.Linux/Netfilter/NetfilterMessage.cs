namespace Chaos.Linux.Netfilter;

/// <summary>
/// Messages of nfnetlink: struct nlmsghdr, struct nfgenmsg (family, version 0, a number in network byte order), attributes.
/// </summary>
internal static class NetfilterMessage
{
    /// <summary>Subsystems (linux/netfilter/nfnetlink.h); 0 is nfnetlink's own, with the ends of a transaction.</summary>
    internal const byte Transaction = 0;
    internal const byte Conntrack = 1;
    internal const byte Tables = 10;

    internal const byte AnyFamily = 0;
    internal const byte Ipv4 = (byte)Ipv4EndPoint.InternetFamily;

    /// <summary>Bytes of struct nfgenmsg: the attributes of an answer come after it.</summary>
    internal const int HeaderBytes = 4;

    internal static NetlinkRequest New(
        byte subsystem, byte message, NetlinkFlags flags, int sequence, byte family = Ipv4, byte number = 0)
    {
        NetlinkRequest request = new((ushort)((subsystem << 8) | message), flags, sequence);
        request.Header(family, 0, 0, number);
        return request;
    }

    /// <summary>The attributes of an answer.</summary>
    internal static NetlinkAttributes AttributesOf(ReadOnlySpan<byte> body) => new(body[HeaderBytes..]);
}
