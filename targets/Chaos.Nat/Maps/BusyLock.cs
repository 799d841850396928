using Chaos.Core;

namespace Chaos.Nat.Maps;

/// <summary>The lock of a map's buckets, which a fault makes look taken for a share of the updates.</summary>
internal struct BusyLock
{
    private RandomStream draws;
    private ulong limit;

    /// <summary>Updates that have failed since <see cref="Set"/>.</summary>
    public long Failed { get; private set; }

    /// <summary>Whether the next update fails. Draws nothing while no fault lasts.</summary>
    public bool IsTaken()
    {
        if (limit == 0 || draws.Next() >> 1 >= limit) return false;
        Failed++;
        return true;
    }

    /// <param name="share">0 to 1; 0: the lock is free.</param>
    /// <param name="seed">Of the draws.</param>
    public void Set(double share, ulong seed)
    {
        draws = new RandomStream(seed, "map-busy");
        limit = (ulong)(share * (1UL << 63));
        Failed = 0;
    }
}
