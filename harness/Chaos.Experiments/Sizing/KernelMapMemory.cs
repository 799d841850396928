namespace Chaos.Experiments.Sizing;

/// <summary>
/// What an LRU hash map costs in the kernel: all elements are allocated when the map is made. An element has 48 bytes of its own before the
/// key; key and value are rounded up to 8 bytes; a hash table has 16 bytes for each of a power of two of buckets. Checked against
/// `memlock` in /proc/self/fdinfo on Linux 6.18: 65,536 entries take 7,865,216 bytes, of them 896 for the map itself.
/// </summary>
internal static class KernelMapMemory
{
    private const int ElementBytes = 48, BucketBytes = 16, MapBytes = 896;

    /// <summary>Cilium's IPv4 NAT map: a tuple of 14 bytes, an entry of 40.</summary>
    private const int KeyBytes = 14, ValueBytes = 40;

    /// <param name="entries">max_entries, at least 1.</param>
    public static long BytesFor(long entries)
    {
        long buckets = 1;
        while (buckets < entries) buckets *= 2;
        return MapBytes + (entries * (ElementBytes + RoundUp(KeyBytes) + RoundUp(ValueBytes))) + (buckets * BucketBytes);
    }

    private static long RoundUp(int bytes) => (bytes + 7) / 8 * 8;
}
