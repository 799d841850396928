namespace Chaos.Nat.Snat;

/// <summary>One of the two entries of a mapping, or both.</summary>
[Flags]
public enum MappingHalf : byte
{
    None = 0,

    /// <summary>Egress: keyed by the client's tuple, tells the NAT address and port.</summary>
    Original = 1,

    /// <summary>Ingress: keyed by the reply's tuple, tells the client's address and port.</summary>
    Reverse = 2,

    Both = Original | Reverse,
}
