using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Ledger;

/// <summary>Keeps book of watched connections: which half was lost when, and when a packet met the loss.</summary>
/// <remarks>Explains deaths; never decides them. Endpoints alone say who died. An unwatched connection costs one failed lookup.</remarks>
public sealed class ConnectionLedger
{
    private readonly Dictionary<FiveTuple, Watched> connections = [];
    private readonly Dictionary<FiveTuple, Watched> replies = [];

    /// <summary>False: the map evicts in silence; a loss is then dated to the moment when it was first met.</summary>
    public bool HearsEvictions { get; internal set; } = true;

    /// <summary>Hears each incident once; the same loss met by another packet is not told again.</summary>
    public Action<Incident>? IncidentSink { get; set; }

    /// <summary>The watched flows, each with its connection, ascending.</summary>
    public IEnumerable<(int Flow, FiveTuple Connection)> Flows =>
        connections.Values.OrderBy(watched => watched.Flow).Select(watched => (watched.Flow, watched.Connection));

    public void Watch(int flow, in FiveTuple connection) => connections[connection] = new Watched(flow, connection);

    /// <summary>The flow number of a watched connection, or -1.</summary>
    public int FlowOf(in FiveTuple connection) => connections.TryGetValue(connection, out Watched? watched) ? watched.Flow : -1;

    /// <summary>The reverse entry of a new mapping stands: the port is this connection's.</summary>
    internal void OnMapped(in FiveTuple connection, Ipv4Address natAddress, ushort natPort, bool portCouldBeKept, long now)
    {
        FiveTuple reply = NatKey.ReverseOf(connection, natAddress, natPort).Tuple;
        if (replies.Remove(reply, out Watched? before) && before.Connection != connection) OnPortTaken(before, natPort, now);
        if (!connections.TryGetValue(connection, out Watched? watched)) return;
        if (watched.NatPort is { } old && old != natPort) Tell(watched, MechanismOfNewPort(watched, portCouldBeKept), watched.Original.At ?? now, now);
        watched.NatAddress = natAddress;
        watched.NatPort = natPort;
        watched.Original = watched.Reverse = default;
        replies[reply] = watched;
    }

    /// <summary>Another connection got the port while a watched one was without its reverse entry: its replies now go there.</summary>
    private void OnPortTaken(Watched watched, ushort natPort, long now)
    {
        if (watched.NatPort == natPort && ReverseLostAt(watched, now) is { } lostAt) Tell(watched, Seen(LossMechanism.PortTaken), lostAt, now);
    }

    internal void OnRestored(MappingHalf half, in FiveTuple connection)
    {
        if (!connections.TryGetValue(connection, out Watched? watched)) return;
        if (half == MappingHalf.Original) watched.Original = default;
        else watched.Reverse = default;
    }

    internal void OnLost(in NatKey key, in NatValue value, long now, bool byFault)
    {
        if (!connections.TryGetValue(NatValue.Connection(key, value), out Watched? watched)) return;
        bool orphanOfAnOlderPort = watched.NatPort != (key.Half == MappingHalf.Original ? value.Port : key.Tuple.DestinationPort);
        if (orphanOfAnOlderPort) return;
        if (key.Half == MappingHalf.Original) watched.Original = new Loss(now, byFault);
        else watched.Reverse = new Loss(now, byFault);
    }

    /// <summary>The egress address changed, and with it the mapping: nothing of it is left.</summary>
    internal void OnStale(in FiveTuple connection, long now)
    {
        if (connections.TryGetValue(connection, out Watched? watched)) watched.Original = watched.Reverse = new Loss(now, ByFault: true);
    }

    internal void OnUnmatched(in FiveTuple ingress, long now)
    {
        if (!replies.TryGetValue(ingress, out Watched? watched)) return;
        bool answersAnOlderPort = watched.NatPort != ingress.DestinationPort;
        if ((answersAnOlderPort ? watched.Reverse.At : ReverseLostAt(watched, now)) is not { } lostAt) return;
        LossMechanism mechanism = watched.Reverse.ByFault ? LossMechanism.Fault
            : Seen(watched.Original.At is null ? LossMechanism.ReverseEvicted : LossMechanism.BothEvicted);
        Tell(watched, mechanism, lostAt, now);
    }

    internal void OnAllocationFailed(in FiveTuple connection, long now)
    {
        if (connections.TryGetValue(connection, out Watched? watched)) Tell(watched, LossMechanism.AllocationFailed, watched.Original.At ?? now, now);
    }

    /// <summary>Looks where nobody tells: a half is lost if it is not there, or is another connection's.</summary>
    internal void NoteLosses(ILruMap<NatKey, NatValue> map, long now)
    {
        foreach (Watched watched in connections.Values)
        {
            if (watched.NatPort is not { } port) continue;
            NatKey reverse = NatKey.ReverseOf(watched.Connection, watched.NatAddress, port);
            if (watched.Original.At is null && !(map.TryPeek(NatKey.Original(watched.Connection), out NatValue original) && original.Port == port))
                watched.Original = new Loss(now, ByFault: false);
            if (watched.Reverse.At is null && !(map.TryPeek(reverse, out NatValue owner) && NatValue.Connection(reverse, owner) == watched.Connection))
                watched.Reverse = new Loss(now, ByFault: false);
        }
    }

    private LossMechanism MechanismOfNewPort(Watched watched, bool portCouldBeKept) =>
        watched.Original.ByFault ? LossMechanism.Fault
        : Seen(watched.Reverse.At is null ? LossMechanism.OriginalEvicted : portCouldBeKept ? LossMechanism.PortTaken : LossMechanism.BothEvicted);

    /// <summary>When the reverse entry went, if it did. A caller has just found it gone: where nobody told, it went unseen, by now at the latest.</summary>
    private long? ReverseLostAt(Watched watched, long now)
    {
        if (watched.Reverse.At is null && !HearsEvictions) watched.Reverse = new Loss(now, ByFault: false);
        return watched.Reverse.At;
    }

    private LossMechanism Seen(LossMechanism mechanism) => HearsEvictions ? mechanism : LossMechanism.Unseen;

    private void Tell(Watched watched, LossMechanism mechanism, long brokenAt, long now)
    {
        if (watched.Told == (mechanism, brokenAt)) return;
        watched.Told = (mechanism, brokenAt);
        IncidentSink?.Invoke(new Incident(watched.Flow, mechanism, brokenAt, now));
    }

    private readonly record struct Loss(long? At, bool ByFault);

    private sealed class Watched(int flow, FiveTuple connection)
    {
        public int Flow { get; } = flow;

        public FiveTuple Connection { get; } = connection;

        public Ipv4Address NatAddress { get; set; }

        public ushort? NatPort { get; set; }

        public Loss Original { get; set; }

        public Loss Reverse { get; set; }

        public (LossMechanism Mechanism, long BrokenAt)? Told { get; set; }
    }
}
