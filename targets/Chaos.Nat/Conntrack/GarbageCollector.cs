using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Conntrack;

/// <summary>
/// The agent's walks over the conntrack maps: expired entries go, and with an outgoing one its two NAT entries, where they can be found.
/// </summary>
/// <remarks>
/// If the original entry was evicted before, its reverse one is not found and stays; if the conntrack entry was evicted, both stay:
/// orphans, until a walk that
/// the datapath's fill-up signal asked for purges them. The clock is that of the packets: a walk is made when the first packet after its
/// time comes, with
/// the state and the time that it would have had, so no packet can tell. Source: Cilium pkg/maps/ctmap, pkg/maps/ctmap/gc. Not modelled:
/// the time
/// that a timed walk takes, and the check for conntrack pressure of 2026.
/// </remarks>
public sealed class GarbageCollector : ICollector
{
    private const long Second = 1_000_000_000;

    /// <summary>Of the adaptive interval, in nanoseconds.</summary>
    public const long FirstInterval = 300 * Second, ShortestInterval = 10 * Second, LongestInterval = 12 * 3600 * Second;

    /// <summary>From the signal to the end of its walk, in nanoseconds, and per entry walked; signals meanwhile are muted.</summary>
    public const long SignalDelay = Second / 100, SignalDelayPerEntry = 1000;

    private const double ManyDeleted = 0.25, FewDeleted = 0.05, LargestCut = 0.9, Growth = 1.5;

    private readonly ConntrackTable connections;
    private readonly SnatMap nat;
    private readonly long? fixedInterval;
    private readonly List<ConntrackKey> deleted = [];
    private readonly List<NatKey> orphans = [];
    private long? nextWalk, signalledWalk;
    private bool isPaused;

    public GarbageCollector(ConntrackTable connections, SnatMap nat, long? fixedIntervalNanoseconds)
    {
        this.connections = connections;
        this.nat = nat;
        fixedInterval = fixedIntervalNanoseconds;
        IntervalNanoseconds = fixedIntervalNanoseconds ?? FirstInterval;
    }

    /// <summary>Until the next timed walk.</summary>
    public long IntervalNanoseconds { get; private set; }

    public long Walks { get; private set; }

    public long ConnectionsExpired { get; private set; }

    /// <summary>NAT entries that went with their conntrack entry.</summary>
    public long MappingsExpired { get; private set; }

    public long OrphansPurged { get; private set; }

    /// <summary>
    /// When the next walk is due, on the clock of the packets; <see cref="long.MaxValue"/> before the first packet and while it is paused.
    /// </summary>
    public long NextDue => isPaused ? long.MaxValue : Math.Min(nextWalk ?? long.MaxValue, signalledWalk ?? long.MaxValue);

    /// <summary>Makes all walks that are due. The first call starts the clock.</summary>
    public void Advance(long now)
    {
        nextWalk ??= now + IntervalNanoseconds;
        while (NextDue <= now)
        {
            if (signalledWalk is { } at && at <= nextWalk)
            {
                signalledWalk = null;
                Walk(at, purgesOrphans: true);
            }
            else
            {
                long due = nextWalk.Value;
                Adapt(Walk(due, purgesOrphans: false));
                nextWalk = due + IntervalNanoseconds;
            }
        }
    }

    /// <summary>SIGNAL_NAT_FILL_UP. A walk that it asks for does not move the timed ones.</summary>
    public void Signal(long now) => signalledWalk ??= now + SignalDelay + SignalDelayPerEntry * (connections.Count + nat.Count);

    /// <summary>One walk, now. Returns the largest share of a map's size that had expired.</summary>
    public double Walk(long now, bool purgesOrphans)
    {
        Walks++;
        nat.Now = now;
        deleted.Clear();
        double share = connections.DeleteExpired(now, deleted);
        ConnectionsExpired += deleted.Count;
        foreach (ConntrackKey key in deleted)
            if (key.Direction == ConntrackDirection.Out)
                MappingsExpired += nat.RemovePair(NatKey.Original(key.Tuple), LossRule.Expired);
        if (purgesOrphans) PurgeOrphans();
        return share;
    }

    CollectedEntries ICollector.Collect(long nowNanoseconds)
    {
        (long connections, long mappings) = (ConnectionsExpired, MappingsExpired);
        Walk(nowNanoseconds, purgesOrphans: false);
        return new CollectedEntries(ConnectionsExpired - connections, MappingsExpired - mappings, 0);
    }

    CollectedEntries ICollector.PurgeOrphans(long nowNanoseconds)
    {
        long before = OrphansPurged;
        nat.Now = nowNanoseconds;
        PurgeOrphans();
        return new CollectedEntries(0, 0, OrphansPurged - before);
    }

    void ICollector.Pause() => isPaused = true;

    long ICollector.Resume(long nowNanoseconds)
    {
        isPaused = false;
        long missed = 0;
        if (nextWalk <= nowNanoseconds)
        {
            missed = 1 + (nowNanoseconds - nextWalk.Value) / IntervalNanoseconds;
            nextWalk = nowNanoseconds;
        }

        if (signalledWalk <= nowNanoseconds)
        {
            missed++;
            signalledWalk = nowNanoseconds;
        }

        return missed;
    }

    /// <summary>Every NAT entry whose connection is unknown to conntrack goes.</summary>
    private void PurgeOrphans()
    {
        orphans.Clear();
        foreach ((NatKey key, NatValue value) in nat.Entries())
            if (!connections.Contains(new ConntrackKey(ConntrackDirection.Out, NatValue.Connection(key, value))))
                orphans.Add(key);
        foreach (NatKey key in orphans)
            if (nat.Remove(key, LossRule.Purged))
                OrphansPurged++;
    }

    private void Adapt(double shareDeleted)
    {
        if (fixedInterval is not null) return;
        double interval = IntervalNanoseconds;
        if (shareDeleted > ManyDeleted) interval *= 1 - Math.Min(shareDeleted, LargestCut);
        else if (shareDeleted < FewDeleted) interval *= Growth;
        IntervalNanoseconds = Math.Clamp((long)Math.Round(interval), ShortestInterval, LongestInterval);
    }
}
