using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat.Faults;
using Chaos.Nat.Snat;

namespace Chaos.Bpf.Nat;

/// <summary>The entries of the NAT in the kernel as faults see them.</summary>
/// <param name="nat">Whose they are.</param>
/// <param name="watch">Knows the watched flows, and notes what faults take from them.</param>
/// <param name="options">What the run began with.</param>
/// <param name="toRunTime">From CLOCK_MONOTONIC to the clock of the run.</param>
public sealed class KernelNatTable(KernelNat nat, LossWitness watch, NatOptions options, Func<long, long> toRunTime) : INatTable
{
    public int Capacity => nat.Capacity;

    public int Count => nat.ReadTable(nat.Entries()).Entries;

    public long Evictions => nat.ReadTable(nat.Entries()).Evictions;

    public IEnumerable<TableEntry> Entries()
    {
        foreach ((NatKey key, NatValue value) in nat.Entries())
        {
            FiveTuple connection = NatValue.Connection(key, value);
            yield return new TableEntry(
                key.Half == MappingHalf.Original, key.Tuple, connection, toRunTime(value.CreatedNanoseconds), watch.FlowOf(connection),
                OccupiedMapping.Is(connection));
        }
    }

    public bool IsReferenced(in TableEntry entry) => throw new NotSupportedException("the kernel shows nobody its reference bits");

    public bool Remove(in TableEntry entry)
    {
        NatKey key = entry.IsOriginal ? NatKey.Original(entry.Key) : NatKey.Reverse(entry.Key);
        if (!nat.Delete(key)) return false;
        watch.NoteRemoved(entry.Connection, key.Half);
        return true;
    }

    public bool Occupy(int number)
    {
        FiveTuple egress = OccupiedMapping.Egress(number);
        return nat.Write(NatKey.Original(egress), new NatValue(options.EgressAddress, egress.SourcePort, 0));
    }

    public void Replace(int? size, bool carry) => nat.Replace(size ?? options.Map.Size, carry);
}
