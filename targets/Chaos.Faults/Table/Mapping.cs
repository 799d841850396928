using Chaos.Model;

namespace Chaos.Faults;

/// <summary>Entries that are chosen together: the halves of a connection, or one entry alone.</summary>
internal sealed class Mapping(in TableEntry first)
{
    public List<TableEntry> Entries { get; } = [first];

    public int Flow => Entries[0].Flow;

    private long CreatedNanoseconds => Entries.Min(entry => entry.CreatedNanoseconds);

    /// <summary>Oldest first; those of the same moment in the order of their connection, so that places in memory do not matter.</summary>
    public static List<Mapping> ByAge(IEnumerable<TableEntry> entries, bool joinHalves)
    {
        Dictionary<(FiveTuple, FiveTuple?), Mapping> mappings = [];
        foreach (TableEntry entry in entries)
        {
            (FiveTuple, FiveTuple?) key = (entry.Connection, joinHalves ? null : entry.Key);
            if (mappings.TryGetValue(key, out Mapping? mapping)) mapping.Entries.Add(entry);
            else mappings[key] = new Mapping(entry);
        }

        // In one connection several reverse entries may stand, where an orphan of an older port is left: theirs is the order of their keys.
        foreach (Mapping mapping in mappings.Values) mapping.Entries.Sort((left, right) => Order(left.Key).CompareTo(Order(right.Key)));
        List<Mapping> sorted = [.. mappings.Values];
        sorted.Sort((left, right) => left.Age.CompareTo(right.Age));
        return sorted;
    }

    private (long, (byte, uint, ushort, uint, ushort), (byte, uint, ushort, uint, ushort)) Age =>
        (CreatedNanoseconds, Order(Entries[0].Connection), Order(Entries[0].Key));

    private static (byte, uint, ushort, uint, ushort) Order(in FiveTuple tuple) => (
        (byte)tuple.Protocol, tuple.SourceAddress.Value, tuple.SourcePort, tuple.DestinationAddress.Value, tuple.DestinationPort);
}
