using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Faults;

/// <summary>The NAT map in the words of faults. Whatever goes here goes by a fault.</summary>
internal sealed class NatTable(NatDatapath datapath) : INatTable
{
    /// <summary>The node's packets are handled by one CPU, and so are its faults.</summary>
    private const int Cpu = 0;

    private readonly SnatMap map = datapath.Map;

    public int Capacity => map.Capacity;

    public int Count => map.Count;

    public long Evictions => map.Evictions;

    public IEnumerable<TableEntry> Entries()
    {
        foreach ((NatKey key, NatValue value) in map.Entries())
        {
            FiveTuple connection = NatValue.Connection(key, value);
            yield return new TableEntry(
                key.Half == MappingHalf.Original, key.Tuple, connection, value.CreatedNanoseconds,
                datapath.Ledger.FlowOf(connection), OccupiedMapping.Is(connection));
        }
    }

    public bool IsReferenced(in TableEntry entry) => map.IsReferenced(KeyOf(entry));

    public bool Remove(in TableEntry entry) => map.Inject(KeyOf(entry));

    public bool Occupy(int number)
    {
        FiveTuple egress = OccupiedMapping.Egress(number);
        ushort port = egress.SourcePort;
        NatKey reverse = NatKey.ReverseOf(egress, datapath.EgressAddress, port);
        if (map.Create(reverse, egress.SourceAddress, port, UpdateMode.NoExist, Cpu) != MapResult.Ok) return false;
        if (map.Create(NatKey.Original(egress), datapath.EgressAddress, port, UpdateMode.Any, Cpu) == MapResult.Ok) return true;
        map.Delete(reverse);
        return false;
    }

    public long FailUpdates(BusyMaps of, double share, ulong seed) =>
        (of == BusyMaps.Conntrack ? 0 : map.FailUpdates(share, seed))
        + (of == BusyMaps.Nat ? 0 : datapath.Connections?.FailUpdates(share, seed + 1) ?? 0);

    public void Replace(int? size, bool carry) => map.Replace(size ?? datapath.Options.Map.Size, carry, Cpu);

    private static NatKey KeyOf(in TableEntry entry) => entry.IsOriginal ? NatKey.Original(entry.Key) : NatKey.Reverse(entry.Key);
}
