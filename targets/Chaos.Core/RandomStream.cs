namespace Chaos.Core;

/// <summary>A named, seeded stream of random numbers: the same seed and name give the same draws on every machine.</summary>
/// <remarks>
/// One stream per purpose, so that a new draw in one place shifts no other. The generator is xoshiro256** (Blackman and Vigna, 2018),
/// seeded by
/// SplitMix64; .NET does not promise that its own generator stays the same between versions. Linked into each project that draws.
/// </remarks>
public struct RandomStream
{
    private ulong state0, state1, state2, state3;

    public RandomStream(ulong seed, string name)
        : this(seed ^ Fnv1A(name))
    {
    }

    public RandomStream(ulong seed)
    {
        state0 = SplitMix(ref seed);
        state1 = SplitMix(ref seed);
        state2 = SplitMix(ref seed);
        state3 = SplitMix(ref seed);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong result = ulong.RotateLeft(state1 * 5, 7) * 9;
            ulong shifted = state1 << 17;
            state2 ^= state0;
            state3 ^= state1;
            state1 ^= state2;
            state0 ^= state3;
            state2 ^= shifted;
            state3 = ulong.RotateLeft(state3, 45);
            return result;
        }
    }

    /// <summary>16 uniform bits, as `get_prandom_u32() as u16` in Cilium.</summary>
    public ushort NextUInt16() => (ushort)(Next() >> 48);

    /// <summary>Uniform in 0 .. bound - 1, by multiplication; the bias is below 2^-32 for the bounds in use. Bound at least 1.</summary>
    public long NextBelow(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Uniform in minimum .. maximum, both included.</summary>
    public long NextBetween(long minimum, long maximum) => minimum + NextBelow(maximum - minimum + 1);

    private static ulong SplitMix(ref ulong seed)
    {
        unchecked
        {
            ulong mixed = seed += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    private static ulong Fnv1A(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char letter in name) hash = unchecked((hash ^ letter) * 0x100000001B3);
        return hash;
    }
}
