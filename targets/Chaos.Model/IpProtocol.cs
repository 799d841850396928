namespace Chaos.Model;

/// <summary>The protocol number of an IPv4 header ("next header" in Cilium's words). Source: RFC 791, IANA protocol numbers.</summary>
public enum IpProtocol : byte
{
    None = 0,
    Icmp = 1,
    Tcp = 6,
    Udp = 17,
}
