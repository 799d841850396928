using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Ledger;

/// <summary>Keeps book of watched connections: which half was lost when, how and by whose insert, and what the next packet met.</summary>
/// <remarks>Explains deaths; never decides them. Endpoints alone say who died. An unwatched connection costs one failed lookup.</remarks>
public sealed class ConnectionLedger : ILossReporter
{
    private readonly Dictionary<FiveTuple, Watched> connections = [];
    private readonly Dictionary<FiveTuple, Watched> replies = [];
    private int halves;

    /// <summary>False: the map evicts in silence; a loss is then dated to the moment when it was first met.</summary>
    public bool HearsEvictions => SilentMap is null;

    /// <summary>What became of connections that are not watched.</summary>
    public NewcomerLosses Newcomers { get; private set; }

    /// <summary>Entries of watched connections that stand without their partner; null where the map evicts in silence.</summary>
    /// <remarks>Kept up to date, because the table is read every few milliseconds while it warms up.</remarks>
    public int? Halves => HearsEvictions ? halves : null;

    /// <summary>Hears each incident once; the same loss met by another packet is not told again.</summary>
    public Action<Incident>? IncidentSink { get; set; }

    /// <summary>The watched flows, each with its connection, ascending.</summary>
    public IEnumerable<WatchedFlow> Flows =>
        connections.Values.OrderBy(watched => watched.Flow).Select(watched => new WatchedFlow(watched.Flow, watched.Connection));

    /// <summary>The table that evicts in silence, for <see cref="NoteLosses(long)"/>; set by the map.</summary>
    internal ILruMap<NatKey, NatValue>? SilentMap { get; set; }

    public void Watch(WatchedFlow flow) => connections[flow.Connection] = new Watched(flow.Flow, flow.Connection);

    public void NoteLosses(long nowNanoseconds)
    {
        if (SilentMap is { } map) NoteLosses(map, nowNanoseconds);
    }

    /// <summary>The flow number of a watched connection, or -1.</summary>
    public int FlowOf(in FiveTuple connection) => connections.TryGetValue(connection, out Watched? watched) ? watched.Flow : -1;

    /// <summary>The entry that claims the port stands: the port is this connection's.</summary>
    /// <param name="connection">As its client sees it.</param>
    /// <param name="natAddress">That it leaves by.</param>
    /// <param name="natPort">That it leaves by.</param>
    /// <param name="portCouldBeKept">Its source port lies in the NAT's range.</param>
    /// <param name="refusedByFault">A fault kept a port from it that was tried before.</param>
    /// <param name="now">When.</param>
    internal void OnMapped(
        in FiveTuple connection, Ipv4Address natAddress, ushort natPort, bool portCouldBeKept, bool refusedByFault, long now)
    {
        FiveTuple reply = NatKey.ReverseOf(connection, natAddress, natPort).Tuple;
        if (replies.Remove(reply, out Watched? before) && before.Connection != connection) OnPortTaken(before, natPort, now);
        if (!connections.TryGetValue(connection, out Watched? watched)) return;
        if (watched.NatPort is { } old)
        {
            if (old == natPort && watched.NatAddress == natAddress) OnSamePort(watched, now);
            else OnNewPort(watched, portCouldBeKept, refusedByFault, now);
        }

        halves -= watched.Halves;
        watched.NatAddress = natAddress;
        watched.NatPort = natPort;
        watched.Original = watched.Reverse = null;
        replies[reply] = watched;
    }

    internal void OnRestored(MappingHalf half, in FiveTuple connection)
    {
        if (!connections.TryGetValue(connection, out Watched? watched)) return;
        halves -= watched.Halves;
        if (half == MappingHalf.Original) watched.Original = null;
        else watched.Reverse = null;
        halves += watched.Halves;
    }

    /// <param name="key">Of the entry that went.</param>
    /// <param name="value">Of the entry that went.</param>
    /// <param name="rule">Why.</param>
    /// <param name="by">The connection whose insert asked for the room.</param>
    /// <param name="now">When.</param>
    internal void OnLost(in NatKey key, in NatValue value, LossRule rule, FiveTuple? by, long now)
    {
        FiveTuple connection = NatValue.Connection(key, value);
        if (!connections.TryGetValue(connection, out Watched? watched))
        {
            bool byItsOwnPacket = key.Half == MappingHalf.Reverse && by == connection && value.CreatedNanoseconds == now;
            if (byItsOwnPacket) OnEvictedAtOnce(connection);
            return;
        }

        bool orphanOfAnOlderPort = watched.NatPort != (key.Half == MappingHalf.Original ? value.Port : key.Tuple.DestinationPort);
        if (orphanOfAnOlderPort) return;
        EntryLoss loss = new(now, rule, by, by is { } inserter ? FlowOf(inserter) : -1);
        halves -= watched.Halves;
        if (key.Half == MappingHalf.Original) watched.Original = loss;
        else watched.Reverse = loss;
        halves += watched.Halves;
    }

    /// <summary>The packet that created a mapping evicted its reverse entry.</summary>
    internal void OnEvictedAtOnce(in FiveTuple connection)
    {
        if (!connections.ContainsKey(connection)) Newcomers += new NewcomerLosses(1, 0, 0);
    }

    /// <param name="ingress">A packet to the NAT that no mapping fits.</param>
    /// <param name="mayBeFirst">It may be the first reply of its connection.</param>
    /// <param name="now">When.</param>
    internal void OnUnmatched(FiveTuple ingress, bool mayBeFirst, long now)
    {
        if (!replies.TryGetValue(ingress, out Watched? watched))
        {
            if (mayBeFirst) Newcomers += new NewcomerLosses(0, 1, 0);
            return;
        }

        bool answersAnOlderPort = watched.NatPort != ingress.DestinationPort;
        if ((answersAnOlderPort ? watched.Reverse : ReverseLoss(watched, now)) is not { } reverse) return;
        Mechanism evicted = reverse.Rule == LossRule.Partner ? Mechanism.OriginalEvicted
            : watched.Original is null or { Rule: LossRule.Partner } ? Mechanism.ReverseEvicted
            : Mechanism.BothEvicted;
        Tell(watched, MechanismOf(reverse, evicted), PacketMet.Punt, reverse.AtNanoseconds, now);
    }

    internal void OnAllocationFailed(in FiveTuple connection, long now)
    {
        if (!connections.TryGetValue(connection, out Watched? watched))
        {
            Newcomers += new NewcomerLosses(0, 0, 1);
            return;
        }

        Tell(watched, Mechanism.AllocationFailed, PacketMet.AllocationFailed, watched.Original?.AtNanoseconds ?? now, now);
    }

    /// <summary>Looks where nobody tells: a half is lost if it is not there, or is another connection's.</summary>
    private void NoteLosses(ILruMap<NatKey, NatValue> map, long now)
    {
        foreach (Watched watched in connections.Values)
        {
            if (watched.NatPort is not { } port) continue;
            NatKey reverse = NatKey.ReverseOf(watched.Connection, watched.NatAddress, port);
            if (!(map.TryPeek(NatKey.Original(watched.Connection), out NatValue original) && original.Port == port))
                watched.Original ??= new EntryLoss(now, LossRule.Unseen);
            if (!(map.TryPeek(reverse, out NatValue owner) && NatValue.Connection(reverse, owner) == watched.Connection))
                watched.Reverse ??= new EntryLoss(now, LossRule.Unseen);
        }
    }

    /// <summary>Another connection got the port while a watched one was without its reverse entry: its replies now go there.</summary>
    private void OnPortTaken(Watched watched, ushort natPort, long now)
    {
        if (watched.NatPort != natPort || ReverseLoss(watched, now) is not { } reverse) return;
        Tell(watched, HearsEvictions ? Mechanism.PortTaken : Mechanism.None, PacketMet.PortTaken, reverse.AtNanoseconds, now);
    }

    /// <summary>Both entries were gone and the same port was free: the flow goes on, by luck.</summary>
    private void OnSamePort(Watched watched, long now)
    {
        EntryLoss original = watched.Original ?? new EntryLoss(now, LossRule.Unseen);
        Tell(watched, MechanismOf(original, Mechanism.BothEvicted), PacketMet.SamePort, original.AtNanoseconds, now);
    }

    private void OnNewPort(Watched watched, bool portCouldBeKept, bool refusedByFault, long now)
    {
        EntryLoss original = watched.Original ?? new EntryLoss(now, LossRule.Unseen);
        if (refusedByFault)
        {
            Tell(watched, Mechanism.Fault, PacketMet.NewPort, original.AtNanoseconds, now);
            return;
        }

        bool collidedWithAnother = watched.Reverse is not null && portCouldBeKept
            && original.Rule is not (LossRule.Stale or LossRule.Unseen);
        Mechanism evicted = collidedWithAnother ? Mechanism.PortTaken
            : watched.Reverse is null or { Rule: LossRule.Partner } ? Mechanism.OriginalEvicted
            : Mechanism.BothEvicted;
        Tell(watched, MechanismOf(original, evicted), collidedWithAnother ? PacketMet.PortTaken
            : PacketMet.NewPort, original.AtNanoseconds, now);
    }

    private Mechanism MechanismOf(EntryLoss missed, Mechanism evicted) => missed.Rule switch
    {
        LossRule.Fault or LossRule.Stale => Mechanism.Fault,
        LossRule.Expired or LossRule.Purged => Mechanism.Expired,
        _ => HearsEvictions ? evicted : Mechanism.None,
    };

    /// <summary>
    /// How the reverse entry went, if it did. A caller has just found it gone: where nobody told, it went unseen, by now at the latest.
    /// </summary>
    private EntryLoss? ReverseLoss(Watched watched, long now)
    {
        if (!HearsEvictions) watched.Reverse ??= new EntryLoss(now, LossRule.Unseen);
        return watched.Reverse;
    }

    private void Tell(Watched watched, Mechanism mechanism, PacketMet met, long brokenAt, long now)
    {
        if (watched.Told == (mechanism, brokenAt)) return;
        watched.Told = (mechanism, brokenAt);
        IncidentSink?.Invoke(
            new Incident(watched.Flow, mechanism, brokenAt, now) { Met = met, Original = watched.Original, Reverse = watched.Reverse });
    }

    private sealed class Watched(int flow, FiveTuple connection)
    {
        public int Flow { get; } = flow;

        public FiveTuple Connection { get; } = connection;

        public Ipv4Address NatAddress { get; set; }

        public ushort? NatPort { get; set; }

        public EntryLoss? Original { get; set; }

        public EntryLoss? Reverse { get; set; }

        public (Mechanism Mechanism, long BrokenAt)? Told { get; set; }

        /// <summary>1 if one of its entries stands and the other is gone; else 0.</summary>
        public int Halves => NatPort is not null && Original is null != Reverse is null ? 1 : 0;
    }
}
