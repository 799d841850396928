namespace Chaos.Nat;

/// <summary>Packets by what became of them.</summary>
public sealed class NatCounters
{
    private readonly long[] drops = new long[Enum.GetValues<DropReason>().Length];

    public long Packets { get; private set; }

    public long Forwarded { get; private set; }

    public long Punted { get; private set; }

    /// <summary>New mappings made.</summary>
    public long Mappings { get; internal set; }

    /// <summary>New mappings that found no port or no room (DROP_NAT_NO_MAPPING).</summary>
    public long AllocationFailures { get; internal set; }

    public long Drops(DropReason reason) => drops[(int)reason];

    public Verdict Count(Verdict verdict)
    {
        Packets++;
        if (verdict.Kind == VerdictKind.Forward) Forwarded++;
        else if (verdict.Kind == VerdictKind.Punt) Punted++;
        else drops[(int)verdict.Reason]++;
        return verdict;
    }
}
