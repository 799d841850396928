namespace Chaos.Nat.Snat;

/// <summary>How the two halves of a mapping stand in the map.</summary>
public enum PairLayout : byte
{
    /// <summary>Two entries that know nothing of each other.</summary>
    Unlinked,

    /// <summary>Two entries; what takes one takes the other.</summary>
    EvictedTogether,

    /// <summary>One entry, the original one, that the reply's tuple finds too.</summary>
    OneEntry,

    /// <summary>Two entries in a table that refuses when it is full.</summary>
    NeverEvicted,
}
