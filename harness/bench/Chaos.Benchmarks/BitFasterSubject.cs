using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Chaos.Nat.Snat;

namespace Chaos.Benchmarks;

/// <summary>A cache of BitFaster.Caching, full. Generic over the sealed class, so that its calls are direct.</summary>
internal sealed class BitFasterSubject<TCache> : IMapSubject
    where TCache : class, ICache<NatKey, NatValue>
{
    private readonly TCache cache;

    public BitFasterSubject(TCache cache, int entries)
    {
        this.cache = cache;

        // Twice: the first pass warms the cache's queues up.
        for (int pass = 0; pass < 2; pass++)
            for (uint connection = 0; connection < entries; connection++)
                cache.AddOrUpdate(SnatTraffic.Key(connection), SnatTraffic.Value(connection));
    }

    public string Name => typeof(TCache).Name.Split('`')[0];

    public int LookUp(ReadOnlySpan<NatKey> keys)
    {
        int hits = 0;
        foreach (ref readonly NatKey key in keys)
            if (cache.TryGet(key, out _))
                hits++;
        return hits;
    }

    public void Insert(ulong from, int operations)
    {
        for (int operation = 0; operation < operations; operation++)
        {
            uint connection = SnatTraffic.Draw(from + (ulong)operation, 32);
            cache.AddOrUpdate(SnatTraffic.Key(connection), SnatTraffic.Value(connection));
        }
    }
}

/// <summary>The two caches that the bar names, for one thread.</summary>
internal static class BitFasterSubjects
{
    public static IMapSubject Concurrent(int entries) =>
        new BitFasterSubject<ConcurrentLru<NatKey, NatValue>>(
            new ConcurrentLru<NatKey, NatValue>(1, entries, EqualityComparer<NatKey>.Default), entries);

    public static IMapSubject Classic(int entries) =>
        new BitFasterSubject<ClassicLru<NatKey, NatValue>>(
            new ClassicLru<NatKey, NatValue>(1, entries, EqualityComparer<NatKey>.Default), entries);
}
