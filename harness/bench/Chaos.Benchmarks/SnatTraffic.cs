using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Benchmarks;

/// <summary>Keys and values as the SNAT map has them; the kernel's programs make the same keys from the same numbers.</summary>
internal static class SnatTraffic
{
    public const uint ClientNetwork = 0x0A000000, Server = 0xC6120001, NatAddress = 0xC6130001;
    public const ushort ServerPort = 53;

    private const ulong FirstMultiplier = 0x9E3779B97F4A7C15, SecondMultiplier = 0xBF58476D1CE4E5B9;

    /// <summary>The original entry's key of connection number 0 to 2^32 - 1.</summary>
    public static NatKey Key(uint connection) => NatKey.Original(new FiveTuple(
        IpProtocol.Udp, new Ipv4Address(ClientNetwork + (connection >> 16)), unchecked((ushort)connection), new Ipv4Address(Server),
        ServerPort));

    public static NatValue Value(uint connection) => new(new Ipv4Address(NatAddress), unchecked((ushort)connection), connection);

    /// <summary>The upper bits of a scrambled count: a different draw for each count, the same in the kernel's programs.</summary>
    public static uint Draw(ulong count, int bits)
    {
        unchecked
        {
            ulong mixed = count * FirstMultiplier;
            return (uint)((mixed ^ mixed >> 32) * SecondMultiplier >> (64 - bits));
        }
    }

    /// <summary>The multipliers of <see cref="Draw"/>, as a program's constants.</summary>
    public static (long First, long Second) Multipliers => unchecked(((long)FirstMultiplier, (long)SecondMultiplier));
}
