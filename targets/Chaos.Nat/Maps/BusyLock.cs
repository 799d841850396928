using Chaos.Core;

namespace Chaos.Nat.Maps;

/// <summary>The lock of a map's buckets, which a fault makes look taken for a share of the updates.</summary>
internal struct BusyLock
{
    private RandomStream draws;
    private ulong limit;
    private long failed;

    /// <summary>Whether the next update fails. Draws nothing while no fault lasts.</summary>
    public bool IsTaken()
    {
        if (limit == 0 || draws.Next() >> 1 >= limit) return false;
        failed++;
        return true;
    }

    /// <param name="share">0 to 1; 0: the lock is free.</param>
    /// <param name="seed">Of the draws.</param>
    /// <returns>How many updates have failed since the last call.</returns>
    public long Set(double share, ulong seed)
    {
        long before = failed;
        draws = new RandomStream(seed, "map-busy");
        limit = (ulong)(share * (1UL << 63));
        failed = 0;
        return before;
    }
}
