namespace Chaos.Linux.Netfilter;

/// <summary>
/// One direction of a connection as conntrack knows it.
/// </summary>
/// <param name="Protocol">IP protocol number: 6 TCP, 17 UDP, 1 ICMP.</param>
/// <param name="Source">Sender. Its port is the identifier where the protocol is ICMP, 0 where it has none.</param>
/// <param name="Destination">Receiver. Its port is type * 256 + code where the protocol is ICMP.</param>
public readonly record struct ConntrackTuple(byte Protocol, Ipv4EndPoint Source, Ipv4EndPoint Destination)
{
    private const byte IcmpProtocol = 1;

    // enum ctattr_tuple, ctattr_ip, ctattr_l4proto (linux/netfilter/nfnetlink_conntrack.h).
    private const ushort Addresses = 1, Transport = 2;
    private const ushort SourceAddress = 1, DestinationAddress = 2;
    private const ushort Number = 1, SourcePort = 2, DestinationPort = 3, IcmpIdentifier = 4, IcmpType = 5, IcmpCode = 6;

    public override string ToString() =>
        $"{Protocol} {NetworkInterfaces.Format(Source.Address)}:{Source.Port} > " +
        $"{NetworkInterfaces.Format(Destination.Address)}:{Destination.Port}";

    internal void WriteTo(NetlinkRequest request, ushort attribute)
    {
        using (request.Nested(attribute))
        {
            using (request.Nested(Addresses))
            {
                request.BigEndian32(SourceAddress, Source.Address);
                request.BigEndian32(DestinationAddress, Destination.Address);
            }

            using (request.Nested(Transport)) WriteTransport(request);
        }
    }

    internal static ConntrackTuple Read(NetlinkAttribute tuple)
    {
        byte protocol = 0;
        uint source = 0, destination = 0;
        int sourcePort = 0, destinationPort = 0;
        foreach (NetlinkAttribute part in tuple.Nested)
        {
            foreach (NetlinkAttribute value in part.Nested)
            {
                switch (part.Type, value.Type)
                {
                    case (Addresses, SourceAddress): source = value.BigEndian32; break;
                    case (Addresses, DestinationAddress): destination = value.BigEndian32; break;
                    case (Transport, Number): protocol = value.Value[0]; break;
                    case (Transport, SourcePort or IcmpIdentifier): sourcePort = value.BigEndian16; break;
                    case (Transport, DestinationPort): destinationPort = value.BigEndian16; break;
                    case (Transport, IcmpType): destinationPort |= value.Value[0] << 8; break;
                    case (Transport, IcmpCode): destinationPort |= value.Value[0]; break;
                }
            }
        }

        return new(protocol, new(source, sourcePort), new(destination, destinationPort));
    }

    private void WriteTransport(NetlinkRequest request)
    {
        request.Attribute(Number, Protocol);
        if (Protocol == IcmpProtocol)
        {
            request.BigEndian16(IcmpIdentifier, (ushort)Source.Port);
            request.Attribute(IcmpType, (byte)(Destination.Port >> 8));
            request.Attribute(IcmpCode, (byte)(Destination.Port & 0xFF));
            return;
        }

        request.BigEndian16(SourcePort, (ushort)Source.Port);
        request.BigEndian16(DestinationPort, (ushort)Destination.Port);
    }
}
