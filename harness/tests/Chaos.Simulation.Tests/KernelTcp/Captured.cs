using System.Globalization;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>What happened to a packet between both hosts.</summary>
internal enum Fate
{
    Passed,
    Lost,

    /// <summary>Held back, so that later packets overtake it.</summary>
    Late,
    Twice,
}

/// <summary>A packet as its sender sent it.</summary>
internal readonly record struct Captured
{
    private Captured(long at, bool fromKernel, IpProtocol protocol)
    {
        At = at;
        FromKernel = fromKernel;
        Protocol = protocol;
    }

    /// <summary>Nanoseconds since the test began.</summary>
    public long At { get; }

    public bool FromKernel { get; }

    public IpProtocol Protocol { get; }

    /// <summary>Numbers of the segment; none if it is no segment.</summary>
    public TcpNumbers Numbers { get; private init; }

    /// <summary>Bytes of payload.</summary>
    public int Length { get; private init; }

    /// <summary>Code of an ICMP message.</summary>
    public byte IcmpCode { get; private init; }

    public Fate Fate { get; init; }

    public bool Has(TcpFlags flags) => Protocol == IpProtocol.Tcp && (Numbers.Flags & flags) == flags;

    /// <summary>Sender and kind: "> SA" is our SYN-ACK, "&lt; 100" is a segment of the kernel with 100 bytes.</summary>
    public string Name
    {
        get
        {
            string arrow = FromKernel ? "<" : ">";
            if (Protocol != IpProtocol.Tcp) return $"{arrow} icmp unreachable {IcmpCode}";
            string flags = "";
            if (Has(TcpFlags.Syn)) flags += "S";
            if (Has(TcpFlags.Fin)) flags += "F";
            if (Has(TcpFlags.Rst)) flags += "R";
            // Every segment with data acknowledges.
            if (Has(TcpFlags.Ack) && Length == 0) flags += "A";
            string length = Length > 0 ? Length.ToString(CultureInfo.InvariantCulture) : "";
            string lost = Fate == Fate.Lost ? " (lost)" : "";
            return $"{arrow} {length}{flags}{lost}";
        }
    }

    public static Captured Of(long at, bool fromKernel, Ipv4Packet packet) => packet.Protocol == IpProtocol.Tcp
        ? new Captured(at, fromKernel, IpProtocol.Tcp) { Numbers = TcpSegment.Numbers(packet), Length = TcpSegment.Payload(packet).Length }
        : new Captured(at, fromKernel, packet.Protocol) { IcmpCode = packet.Transport[1] };
}
