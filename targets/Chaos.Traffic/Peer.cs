namespace Chaos.Traffic;

/// <summary>An address and port as a server sees them; the address in host order.</summary>
public readonly record struct Peer(uint Address, ushort Port)
{
    public override int GetHashCode() => unchecked((int)(Address * 0x9E3779B1u) ^ Port);
}
