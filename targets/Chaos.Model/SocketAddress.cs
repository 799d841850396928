namespace Chaos.Model;

/// <summary>An address and a port.</summary>
public readonly record struct SocketAddress(Ipv4Address Address, ushort Port)
{
    public override string ToString() => $"{Address}:{Port}";
}
