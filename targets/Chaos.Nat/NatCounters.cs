using System.Runtime.CompilerServices;

namespace Chaos.Nat;

/// <summary>Packets by what became of them, and what port selection took.</summary>
/// <param name="tries">How many ports a new mapping may try.</param>
public sealed class NatCounters(int tries)
{
    private readonly long[] drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] retries = new long[tries + 1];

    public long Packets { get; private set; }

    public long Forwarded { get; private set; }

    public long Punted { get; private set; }

    /// <summary>New mappings made.</summary>
    public long Mappings { get; private set; }

    /// <summary>New mappings that found no port or no room (DROP_NAT_NO_MAPPING).</summary>
    public long AllocationFailures => retries[tries] + Refused;

    /// <summary>Of these, those whose port was free and whose entry the map refused.</summary>
    public long Refused { get; private set; }

    /// <summary>
    /// New mappings by how many collisions they met; the last slot counts those that failed (cilium_snat_v4_alloc_retries).
    /// </summary>
    public ReadOnlySpan<long> Retries => retries;

    /// <summary>SIGNAL_NAT_FILL_UP: a new mapping met more collisions than half of its tries.</summary>
    public long FillUpSignals { get; private set; }

    public long Drops(DropReason reason) => drops[(int)reason];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PacketVerdict Count(PacketVerdict verdict)
    {
        Packets++;
        if (verdict.Kind == VerdictKind.Forward) Forwarded++;
        else if (verdict.Kind == VerdictKind.Punt) Punted++;
        else drops[(int)verdict.Reason]++;
        return verdict;
    }

    /// <summary>Packets from clients that conntrack took for replies, and that so left untranslated.</summary>
    public long NotMasqueraded { get; internal set; }

    /// <summary>Counts a new mapping, or a failure if all tries collided; true if the agent is to be signalled.</summary>
    /// <param name="collisions">Before the port was free, or as many as there are tries.</param>
    /// <param name="refused">The port was free, and the map refused an entry.</param>
    /// <remarks>Source: Cilium bpf/lib/nat.h, snat_v4_new_mapping: a refusal counts by its tries, and asks for no walk by itself.</remarks>
    internal bool CountAllocation(int collisions, bool refused = false)
    {
        retries[collisions]++;
        if (refused) Refused++;
        else if (collisions < tries) Mappings++;
        bool signals = collisions > tries / 2;
        if (signals) FillUpSignals++;
        return signals;
    }
}
