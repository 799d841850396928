namespace Chaos.Nat.Maps.Orders;

/// <summary>The hashes of the keys that were evicted last, as many as it has places; nothing else of them is kept.</summary>
internal sealed class EvictedKeys(int places)
{
    private readonly uint[] ring = new uint[places];
    private readonly bool[] taken = new bool[places];
    private readonly Dictionary<uint, int> placeOf = new(places + 1);
    private int next;

    public void Remember(uint hash)
    {
        if (taken[next] && placeOf.TryGetValue(ring[next], out int place) && place == next) placeOf.Remove(ring[next]);
        (ring[next], taken[next]) = (hash, true);
        placeOf[hash] = next;
        next = next + 1 == ring.Length ? 0 : next + 1;
    }

    /// <summary>Whether it was remembered.</summary>
    public bool Forget(uint hash) => placeOf.Remove(hash);
}
