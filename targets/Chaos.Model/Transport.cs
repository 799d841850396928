namespace Chaos.Model;

/// <summary>What carries a flow.</summary>
public enum Transport : byte
{
    Udp,
    Tcp,
}

/// <summary>Transports and the protocol numbers of their headers.</summary>
public static class TransportExtensions
{
    public static IpProtocol Protocol(this Transport transport) => transport == Transport.Tcp ? IpProtocol.Tcp : IpProtocol.Udp;
}
