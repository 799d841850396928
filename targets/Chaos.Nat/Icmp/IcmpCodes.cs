namespace Chaos.Nat.Icmp;

/// <summary>The codes of one ICMP type that are translated, both ends included.</summary>
/// <param name="First">The lowest code.</param>
/// <param name="Last">The highest code; below <paramref name="First"/>: the type is not translated at all.</param>
public readonly record struct IcmpCodes(int First, int Last)
{
    public static readonly IcmpCodes None = new(0, -1), All = new(0, byte.MaxValue);

    public bool IsEmpty => Last < First;

    public bool Contains(byte code) => code >= First && code <= Last;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
