using Chaos.Core;
using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`evict`: entries go, as if the LRU had thrown them out.</summary>
public sealed record Evict : NodeFault
{
    private const long TickNanoseconds = 100_000_000;

    public required EvictHalf Half { get; init; }

    public EvictSelect Select { get; init; } = EvictSelect.Oldest;

    /// <summary>How many mappings, or entries for half `any`; null if another member says it.</summary>
    public int? Count { get; init; }

    /// <summary>0 to 1 of what could be chosen, rounded to the nearest; null if another member says it.</summary>
    public double? Share { get; init; }

    /// <summary>So many a second, as long as the fault lasts; null if another member says it.</summary>
    public double? RatePerSecond { get; init; }

    public override FaultLength Lasting() => RatePerSecond is null ? FaultLength.Moment : FaultLength.Open;

    public override long? TickPeriod() => RatePerSecond is null ? null : TickNanoseconds;

    public override Capability Needs() => Half switch
    {
        EvictHalf.Original => Capability.EvictOriginal,
        EvictHalf.Reverse => Capability.EvictReverse,
        EvictHalf.Both => Capability.EvictMapping,
        _ => Capability.EvictOriginal | Capability.EvictReverse,
    } | (Select == EvictSelect.Referenced ? Capability.ReadReferenceBits : Capability.None);

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase == FaultPhase.End) return FaultReport.Nothing;
        HashSet<int>? flows = order.Flows is null ? null : [.. order.Flows];
        List<Mapping> candidates = Mapping.ByAge(node.Table.Entries().Where(entry => Takes(entry, flows)), Half != EvictHalf.Any);
        if (Select == EvictSelect.Newest) candidates.Reverse();
        if (Select == EvictSelect.Referenced)
            candidates.RemoveAll(mapping => !mapping.Entries.Exists(entry => node.Table.IsReferenced(entry)));
        int chosen = Math.Min(Wanted(order.Tick, candidates.Count), candidates.Count);
        if (Select == EvictSelect.Random) Draw(candidates, chosen, order);
        RemovedEntries removed = new(node.Table);
        foreach (Mapping mapping in candidates[..chosen])
            foreach (TableEntry entry in mapping.Entries) removed.Remove(entry);
        return removed.Report(candidates.Count, chosen);
    }

    private bool Takes(in TableEntry entry, HashSet<int>? flows) =>
        (Half is EvictHalf.Both or EvictHalf.Any || entry.IsOriginal == (Half == EvictHalf.Original)) && (
            flows is null || flows.Contains(entry.Flow));

    /// <summary>How many mappings go in a tick, from 0; null: a share of them, <see cref="Share"/>.</summary>
    public int? CountAt(int tick) => RatePerSecond is { } rate ? (int)(Due(rate, tick + 1) - Due(rate, tick)) : Count;

    private int Wanted(int tick, int candidates) =>
        CountAt(tick) ?? (int)Math.Round((Share ?? 0) * candidates, MidpointRounding.AwayFromZero);

    /// <summary>How many are due before a tick, so that no fraction is lost.</summary>
    private static long Due(double rate, int ticks) => (long)Math.Floor(rate * ticks * TickNanoseconds / 1e9);

    /// <summary>Brings a uniform draw to the front (Fisher and Yates).</summary>
    private static void Draw(List<Mapping> candidates, int count, FaultOrder order)
    {
        RandomStream random = new(order.Seed, $"evict/{order.Tick}");
        for (int position = 0; position < count; position++)
        {
            int other = position + (int)random.NextBelow(candidates.Count - position);
            (candidates[position], candidates[other]) = (candidates[other], candidates[position]);
        }
    }
}

/// <summary>Which half of each chosen mapping goes.</summary>
public enum EvictHalf
{
    Original,
    Reverse,

    /// <summary>The whole mapping.</summary>
    Both,

    /// <summary>Entries are chosen one by one, whichever half they are.</summary>
    Any,
}

/// <summary>Which mappings are chosen.</summary>
public enum EvictSelect
{
    /// <summary>Those created first; an entry that was restored is as old as its restore.</summary>
    Oldest,

    /// <summary>Those created last.</summary>
    Newest,

    /// <summary>Drawn from the seed.</summary>
    Random,

    /// <summary>Only those in use, by their reference bit; the oldest of them first.</summary>
    Referenced,
}
