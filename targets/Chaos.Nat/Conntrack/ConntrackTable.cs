using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Packets;

namespace Chaos.Nat.Conntrack;

/// <summary>What a packet is to the connections that are known.</summary>
public enum ConntrackState : byte
{
    /// <summary>Of none: whatever it is, a new one begins. No rule says that it must be a SYN.</summary>
    New,

    /// <summary>Of one, in the direction in which it was opened.</summary>
    Established,

    /// <summary>Of one, against it.</summary>
    Reply,

    /// <summary>Of none, and the map refused an entry.</summary>
    Refused,
}

/// <summary>cilium_ct4_global and cilium_ct_any4_global: two LRU maps of their own, with evictions of their own.</summary>
/// <remarks>Not modelled: entries of services and related ones, and what policy does with a state.</remarks>
public sealed class ConntrackTable
{
    private readonly BpfLruHashMap<ConntrackKey, ConntrackEntry> tcp, any;
    private BusyLock bucketLock;

    public ConntrackTable(ConntrackOptions options, BatchRule batch, int possibleCpus, LruFlavour flavour)
    {
        tcp = new(options.TcpSize, batch, possibleCpus, flavour);
        any = new(options.AnySize, batch, possibleCpus, flavour);
    }

    public int Count => tcp.Count + any.Count;

    public long Evictions => tcp.Evictions + any.Evictions;

    /// <summary>
    /// ct_lookup and ct_create in both directions: a reply of a known connection comes first, then the connection itself, then a new one.
    /// </summary>
    public ConntrackState Track(ConntrackDirection direction, in FiveTuple packet, TcpFlags flags, long now, int cpu)
    {
        if (Hit(ConntrackKey.RepliedBy(direction, packet), flags, isReply: true, now)) return ConntrackState.Reply;
        return TrackForward(direction, packet, flags, now, cpu);
    }

    /// <summary>SCOPE_FORWARD: only the connection in its own direction, or a new one.</summary>
    public ConntrackState TrackForward(ConntrackDirection direction, in FiveTuple packet, TcpFlags flags, long now, int cpu)
    {
        ConntrackKey key = new(direction, packet);
        if (Hit(key, flags, isReply: false, now)) return ConntrackState.Established;
        if (bucketLock.IsTaken()) return ConntrackState.Refused;
        ConntrackEntry entry = default;
        entry.Update(packet.Protocol, flags, isReply: false, now);
        return MapOf(packet.Protocol).Update(key, entry, UpdateMode.Any, cpu) == MapResult.Ok ? ConntrackState.New : ConntrackState.Refused;
    }

    /// <summary>SCOPE_REVERSE: only a reply of a known connection; false if there is none.</summary>
    public bool TrackReply(ConntrackDirection direction, in FiveTuple packet, TcpFlags flags, long now) =>
        Hit(ConntrackKey.RepliedBy(direction, packet), flags, isReply: true, now);

    /// <summary>A share of the new entries is refused from now on. Returns how many were refused so far.</summary>
    public long FailUpdates(double share, ulong seed) => bucketLock.Set(share, seed);

    /// <summary>By system call: marks nothing.</summary>
    public bool Contains(in ConntrackKey key) => MapOf(key.Tuple.Protocol).TryPeek(key, out _);

    /// <summary>Deletes what has expired and adds the keys to a list. Returns the largest share of a map's size that went.</summary>
    public double DeleteExpired(long now, List<ConntrackKey> deleted) =>
        Math.Max(DeleteExpired(tcp, now, deleted), DeleteExpired(any, now, deleted));

    private static double DeleteExpired(BpfLruHashMap<ConntrackKey, ConntrackEntry> map, long now, List<ConntrackKey> deleted)
    {
        int before = deleted.Count;
        foreach ((ConntrackKey key, ConntrackEntry entry) in map.Entries())
            if (entry.ExpiresNanoseconds < now)
                deleted.Add(key);
        for (int place = before; place < deleted.Count; place++) map.Delete(deleted[place]);
        return (double)(deleted.Count - before) / map.Capacity;
    }

    private bool Hit(in ConntrackKey key, TcpFlags flags, bool isReply, long now)
    {
        IpProtocol protocol = key.Tuple.Protocol;
        ref ConntrackEntry entry = ref MapOf(protocol).Lookup(key, out bool found);
        if (found) entry.Update(protocol, flags, isReply, now);
        return found;
    }

    private BpfLruHashMap<ConntrackKey, ConntrackEntry> MapOf(IpProtocol protocol) => protocol == IpProtocol.Tcp ? tcp : any;
}
