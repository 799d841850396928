using Chaos.Bpf.Nat;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Linux.Netfilter;
using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Node.Nats.Netfilter;

/// <summary>
/// The translated connections that the kernel tracks, as a table of entries: a connection is one object, and counts as its original and its
/// reverse entry, which go together. Closed TCP connections, which wait for their timeout, are not in it: `ct count` does not count them
/// either.
/// </summary>
/// <param name="conntrack">Of this namespace.</param>
/// <param name="witness">Knows the watched flows, and notes what faults take from them.</param>
/// <param name="capacity">Entries that the limit of connections amounts to.</param>
/// <param name="toRunTime">From nanoseconds since 1970 to the clock of the run.</param>
internal sealed class ConnectionTable(ConntrackNetlink conntrack, LossWitness witness, int capacity, Func<long, long> toRunTime) : INatTable
{
    /// <summary>Halves that went with the other one, and that a fault has not asked for yet.</summary>
    private readonly HashSet<FiveTuple> goneWithPartner = [];

    public int Capacity => capacity;

    public int Count => Read().Count;

    /// <summary>The kernel removes connections that had no answer, two entries each, where its own maximum is reached.</summary>
    public long Evictions => 2 * conntrack.ReadStatistics().EarlyDrops;

    /// <summary>All entries, as keys and values of a NAT map.</summary>
    public List<KeyValuePair<NatKey, NatValue>> Read()
    {
        List<KeyValuePair<NatKey, NatValue>> entries = [];
        conntrack.ReadAll(connection =>
        {
            if (!Holds(connection)) return;
            long created = toRunTime(connection.CreatedNanoseconds);
            entries.Add(new(NatKey.Original(TupleOf(connection.Original)), ValueOf(connection.Reply.Destination, created)));
            entries.Add(new(NatKey.Reverse(TupleOf(connection.Reply)), ValueOf(connection.Original.Source, created)));
        });
        return entries;
    }

    /// <summary>Closed connections are found too: they are not lost.</summary>
    public bool TryPeek(in NatKey key, out NatValue value)
    {
        ConntrackTuple wanted = TupleOf(key.Tuple);
        value = default;
        if (conntrack.Find(wanted) is not { } found || !found.Status.HasFlag(ConntrackStatus.SourceTranslated)) return false;
        bool isOriginal = key.Half == MappingHalf.Original;
        value = ValueOf(isOriginal ? found.Reply.Destination : found.Original.Source, toRunTime(found.CreatedNanoseconds));
        return (isOriginal ? found.Original : found.Reply) == wanted;
    }

    public IEnumerable<TableEntry> Entries()
    {
        foreach ((NatKey key, NatValue value) in Read())
        {
            FiveTuple connection = NatValue.Connection(key, value);
            yield return new TableEntry(
                key.Half == MappingHalf.Original, key.Tuple, connection, value.CreatedNanoseconds, witness.FlowOf(connection),
                IsOccupied: false);
        }
    }

    public bool Remove(in TableEntry entry)
    {
        if (goneWithPartner.Remove(entry.Key)) return true;
        NatKey key = entry.IsOriginal ? NatKey.Original(entry.Key) : NatKey.Reverse(entry.Key);
        if (!TryPeek(key, out NatValue value) || !conntrack.TryDelete(TupleOf(entry.Key))) return false;
        goneWithPartner.Add(NatValue.Partner(key, value).Tuple);
        witness.NoteRemoved(entry.Connection, MappingHalf.Both);
        return true;
    }

    public bool IsReferenced(in TableEntry entry) => throw new NotSupportedException("connections have no reference bits");

    public bool Occupy(int number) => throw new NotSupportedException("connections begin with packets");

    public void Replace(int? size, bool carry) => throw new NotSupportedException("the kernel's table cannot be replaced");

    private static bool Holds(in ConntrackEntry connection) =>
        connection.Status.HasFlag(ConntrackStatus.SourceTranslated) && !connection.IsClosed;

    private static NatValue ValueOf(Ipv4EndPoint point, long created) => new(new Ipv4Address(point.Address), (ushort)point.Port, created);

    private static FiveTuple TupleOf(in ConntrackTuple tuple) => new(
        (IpProtocol)tuple.Protocol, new Ipv4Address(tuple.Source.Address), (ushort)tuple.Source.Port,
        new Ipv4Address(tuple.Destination.Address), (ushort)tuple.Destination.Port);

    private static ConntrackTuple TupleOf(in FiveTuple tuple) => new(
        (byte)tuple.Protocol, new(tuple.SourceAddress.Value, tuple.SourcePort), new(tuple.DestinationAddress.Value, tuple.DestinationPort));
}
