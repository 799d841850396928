using Chaos.Nat.Snat;

namespace Chaos.Benchmarks;

/// <summary>A cache under the clock. The loops are inside, so that nothing but the cache's own calls is paid.</summary>
internal interface IMapSubject
{
    string Name { get; }

    /// <summary>Looks up connections that are all there; the number of hits.</summary>
    int LookUp(ReadOnlySpan<NatKey> keys);

    /// <summary>Inserts connections that are not there into a full cache, from a count on.</summary>
    void Insert(ulong from, int operations);
}
