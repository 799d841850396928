namespace Chaos.Runs.Tests;

/// <summary>xorshift64*, seeded: the same samples everywhere. Source: S. Vigna, ACM TOMS 42 (2016) 30.</summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong state = seed + 0x9e3779b97f4a7c15;

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public double Share() => (Next() >> 11) / (double)(1UL << 53);

    private ulong Next()
    {
        unchecked
        {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            return state * 0x2545f4914f6cdd1d;
        }
    }
}
