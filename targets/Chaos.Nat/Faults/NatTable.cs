using Chaos.Faults;
using Chaos.Nat.Ledger;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Faults;

/// <summary>The NAT map in the words of faults.</summary>
internal sealed class NatTable(SnatMap map, ConnectionLedger ledger) : INatTable
{
    public int Capacity => map.Capacity;

    public int Count => map.Count;

    public IEnumerable<TableEntry> Entries()
    {
        foreach ((NatKey key, NatValue value) in map.Entries())
        {
            FiveTuple connection = NatValue.Connection(key, value);
            yield return new TableEntry(
                key.Half == MappingHalf.Original, key.Tuple, connection, value.CreatedNanoseconds, map.IsReferenced(key), ledger.FlowOf(connection));
        }
    }

    public bool Remove(in TableEntry entry) => map.Inject(entry.IsOriginal ? NatKey.Original(entry.Key) : NatKey.Reverse(entry.Key));
}
