using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Nat.Snat;

internal sealed partial class SnatDatapath<TVariant>
{
    /// <summary>The mapping in work was refused a port that a fault kept from it, and not another connection.</summary>
    private bool wasBusy;

    /// <summary>snat_v4_new_mapping: a port that no other connection to this server has, and both entries.</summary>
    private bool NewMapping(FiveTuple egress, int cpu, out NatValue state)
    {
        PortSelectionEra era = Ports.Era;
        wasBusy = false;
        ushort port = Ports.First(egress);
        for (int attempt = 0; attempt < era.Tries; attempt++)
        {
            bool? made = era.Probe == PortProbe.Create ? TryCreate(egress, port, cpu) : TryLookupAndCreate(egress, port, cpu);
            if (made == false)
            {
                CountAllocation(attempt, refused: true);
                return FailMapping(egress, out state);
            }

            if (made == true)
            {
                state = new NatValue(EgressAddress, port, Map.Now);
                TVariant.OnMapped(Map, NatKey.Original(egress), NatKey.ReverseOf(egress, EgressAddress, port));
                CountAllocation(attempt);
                // A map that reports evictions has told the ledger.
                if (!Ledger.HearsEvictions && !Map.Holds(NatKey.ReverseOf(egress, EgressAddress, port))) Ledger.OnEvictedAtOnce(egress);
                return true;
            }

            port = Ports.Next(egress, port, attempt);
        }

        CountAllocation(era.Tries);
        return FailMapping(egress, out state);
    }

    private bool FailMapping(in FiveTuple egress, out NatValue state)
    {
        state = default;
        Ledger.OnAllocationFailed(egress, Map.Now);
        return false;
    }

    private void CountAllocation(int collisions, bool refused = false)
    {
        if (Counters.CountAllocation(collisions, refused)) Collector?.Signal(Map.Now);
    }

    /// <summary>
    /// The reverse entry first, which claims the port; then the original one. Null: the port is taken. False: no room, and what was written
    /// is taken back.
    /// </summary>
    private bool? TryCreate(in FiveTuple egress, ushort port, int cpu)
    {
        NatKey reverse = NatKey.ReverseOf(egress, EgressAddress, port);
        MapResult claimed = Map.Create(reverse, egress.SourceAddress, egress.SourcePort, UpdateMode.NoExist, cpu);
        wasBusy |= claimed == MapResult.Busy;
        if (claimed != MapResult.Ok
            && !(TVariant.ReclaimsReverse && Map.TryLookup(reverse, out NatValue owner) && NatValue.Connection(reverse, owner) == egress))
            return null;
        NoteMapped(egress, port);
        if (Map.Create(NatKey.Original(egress), EgressAddress, port, TVariant.OriginalMode, cpu) == MapResult.Ok) return true;
        Map.Delete(reverse);
        return false;
    }

    /// <summary>
    /// Up to 1.15: a lookup, then both entries. Null: the port is taken. False: an entry was refused, and no other port is tried.
    /// </summary>
    private bool? TryLookupAndCreate(in FiveTuple egress, ushort port, int cpu)
    {
        if (Map.TryLookup(NatKey.ReverseOf(egress, EgressAddress, port), out _)) return null;
        return TryCreate(egress, port, cpu) == true;
    }

    /// <summary>Between the two inserts, because in a tiny map the second may evict the first.</summary>
    private void NoteMapped(in FiveTuple egress, ushort port) =>
        Ledger.OnMapped(
            egress, EgressAddress, port, portCouldBeKept: Ports.Contains(egress.Protocol, egress.SourcePort), refusedByFault: wasBusy,
            Map.Now);
}
