using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Benchmarks;

/// <summary>Our map, full: connections 0 to entries - 1.</summary>
internal sealed class OurSubject : IMapSubject
{
    private readonly BpfLruHashMap<NatKey, NatValue> map;

    public OurSubject(int entries)
    {
        map = new BpfLruHashMap<NatKey, NatValue>(entries, BatchRule.Scaled, possibleCpus: 2);
        for (uint connection = 0; connection < entries; connection++)
            map.Update(SnatTraffic.Key(connection), SnatTraffic.Value(connection), UpdateMode.Any, cpu: 0);
    }

    public string Name => "ours";

    public int LookUp(ReadOnlySpan<NatKey> keys)
    {
        int hits = 0;
        foreach (ref readonly NatKey key in keys)
            if (map.TryLookup(key, out _))
                hits++;
        return hits;
    }

    public void Insert(ulong from, int operations)
    {
        for (int operation = 0; operation < operations; operation++)
        {
            uint connection = SnatTraffic.Draw(from + (ulong)operation, 32);
            map.Update(SnatTraffic.Key(connection), SnatTraffic.Value(connection), UpdateMode.Any, cpu: 0);
        }
    }
}
