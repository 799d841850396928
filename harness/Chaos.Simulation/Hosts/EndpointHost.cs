using Chaos.Packets;
using Chaos.Packets.Links;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>A client or a server: sockets over IPv4, with the NAT node as default gateway.</summary>
/// <remarks>TCP here is small: see <see cref="TcpConnection"/>. A packet with a wrong checksum is thrown away, or our bug (<see cref="Network.Discard"/>).</remarks>
internal abstract class EndpointHost(Network network, Ipv4Address address) : Host(network, address)
{
    private long wakeAt = long.MaxValue;

    /// <summary>Where everything goes; set once the world is complete.</summary>
    public Host Gateway { get; set; } = null!;

    /// <summary>From here to the gateway.</summary>
    public Link Uplink { get; set; } = null!;

    /// <summary>From the gateway to here.</summary>
    public Link Downlink { get; set; } = null!;

    /// <summary>The traffic that lives here.</summary>
    protected abstract TrafficEngine Engine { get; }

    public override void Wake()
    {
        // A wake that was overtaken by an earlier one finds nothing due.
        if (Network.Now == wakeAt) wakeAt = long.MaxValue;
        Engine.Advance(Network.Now);
        Plan();
    }

    /// <summary>Asks to be woken when the engine has something to do.</summary>
    public void Plan()
    {
        long due = Math.Max(Engine.NextDue, Network.Now);
        if (Engine.NextDue == long.MaxValue || due >= wakeAt) return;
        wakeAt = due;
        Network.WakeAt(due, this);
    }

    protected override bool Receive(byte[] packet, int length)
    {
        if (!Ipv4Packet.TryParse(packet.AsSpan(0, length), out Ipv4Packet parsed, out PacketError error)) Network.Discard(error.ToString());
        else if (!parsed.TransportChecksumIsRight()) Network.Discard("wrong checksum");
        else
        {
            Deliver(parsed, packet.AsSpan(0, length));
            Plan();
        }

        return false;
    }

    protected override Link LinkTo(Host neighbour) => Uplink;

    protected abstract void Deliver(Ipv4Packet packet, Span<byte> bytes);

    protected void SendUdp(FiveTuple tuple, in Message message)
    {
        Span<byte> payload = stackalloc byte[Message.MaximumBytes];
        message.WriteTo(payload);
        byte[] packet = Network.Rent();
        Send(packet, UdpDatagram.Write(packet, tuple, payload[..message.Length]), Gateway);
    }

    /// <summary>Sends one segment of a connection of this host.</summary>
    protected void SendSegment(FiveTuple tuple, TcpNumbers numbers, ReadOnlySpan<byte> payload)
    {
        byte[] packet = Network.Rent();
        Send(packet, TcpSegment.Write(packet, tuple, numbers, payload), Gateway);
    }
}
