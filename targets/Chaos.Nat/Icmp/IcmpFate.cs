namespace Chaos.Nat.Icmp;

/// <summary>What the rules say of an ICMP message that is no echo.</summary>
public enum IcmpFate : byte
{
    /// <summary>It quotes a packet, and is translated with it.</summary>
    Translate,

    /// <summary>It leaves as it is.</summary>
    Pass,

    /// <summary>The type is not translated.</summary>
    UnknownType,

    /// <summary>The type is translated, this code of it is not.</summary>
    UnknownCode,
}
