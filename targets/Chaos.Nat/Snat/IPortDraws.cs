using Chaos.Core;

namespace Chaos.Nat.Snat;

/// <summary>The 16-bit random numbers of port selection: drawn from a seed, or those of a recording.</summary>
public interface IPortDraws
{
    ushort Next();
}

/// <summary>Draws from a seed: the same numbers on every machine.</summary>
public sealed class SeededPortDraws(ulong seed) : IPortDraws
{
    private RandomStream random = new(seed, "nat/port-selection");

    public ushort Next() => random.NextUInt16();
}
