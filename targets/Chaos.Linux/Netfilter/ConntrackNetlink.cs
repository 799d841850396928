namespace Chaos.Linux.Netfilter;

/// <summary>
/// The connections that the kernel tracks in this network namespace, read and deleted through ctnetlink. Needs CAP_NET_ADMIN. Not for two
/// threads at once.
/// </summary>
public sealed class ConntrackNetlink : IDisposable
{
    // enum cntl_msg_types, ctattr_type, ctattr_stats_global.
    private const byte Get = 1, Delete = 2, GetCpuStatistics = 4, GetStatistics = 5;
    private const ushort OriginalTuple = 1;
    private const int GlobalEntries = 1;

    private readonly NetlinkSocket socket = new(NetlinkSocket.Netfilter, "ctnetlink");

    /// <summary>
    /// Calls <paramref name="take"/> with each IPv4 connection, in the order of the kernel's buckets. Connections that begin or end
    /// meanwhile may be there or not; one may come twice if the kernel changes the number of buckets.
    /// </summary>
    public void ReadAll(Action<ConntrackEntry> take) => socket.Carry(
        Question(Get, NetlinkFlags.Dump), "reading the tracked connections", body => take(ConntrackEntry.Read(body)));

    /// <summary>The connection with this tuple in either direction; null if there is none.</summary>
    public ConntrackEntry? Find(ConntrackTuple tuple)
    {
        string purpose = $"looking up the connection {tuple}";
        ConntrackEntry? found = null;
        NetlinkRequest request = Question(Get, NetlinkFlags.Acknowledge);
        tuple.WriteTo(request, OriginalTuple);
        return Exists(socket.TryCarry(request, purpose, body => found = ConntrackEntry.Read(body)), purpose) ? found : null;
    }

    /// <summary>Deletes the connection with this tuple in either direction; false if there is none.</summary>
    public bool TryDelete(ConntrackTuple tuple)
    {
        string purpose = $"deleting the connection {tuple}";
        NetlinkRequest request = Question(Delete, NetlinkFlags.Acknowledge);
        tuple.WriteTo(request, OriginalTuple);
        return Exists(socket.TryCarry(request, purpose), purpose);
    }

    /// <summary>Deletes all connections of the namespace, of IPv6 too.</summary>
    public void Flush() =>
        socket.Carry(Question(Delete, NetlinkFlags.Acknowledge, NetfilterMessage.AnyFamily), "deleting all tracked connections");

    /// <summary>Connections in the namespace, of all families and states.</summary>
    public int Count()
    {
        int count = 0;
        NetlinkRequest request = Question(GetStatistics, NetlinkFlags.Acknowledge, NetfilterMessage.AnyFamily);
        socket.Carry(request, "counting the tracked connections", body =>
        {
            foreach (NetlinkAttribute attribute in NetfilterMessage.AttributesOf(body))
            {
                if (attribute.Type == GlobalEntries) count = (int)attribute.BigEndian32;
            }
        });
        return count;
    }

    /// <summary>What became of connections since the namespace was made, over all CPUs.</summary>
    public ConntrackStatistics ReadStatistics()
    {
        // enum ctattr_stats_cpu.
        const int InsertFailed = 9, EarlyDrop = 11;
        ConntrackStatistics sum = default;
        NetlinkRequest request = Question(GetCpuStatistics, NetlinkFlags.Dump, NetfilterMessage.AnyFamily);
        socket.Carry(request, "reading the statistics of connection tracking", body =>
        {
            foreach (NetlinkAttribute attribute in NetfilterMessage.AttributesOf(body))
            {
                if (attribute.Type == InsertFailed) sum = sum with { InsertFailed = sum.InsertFailed + attribute.BigEndian32 };
                if (attribute.Type == EarlyDrop) sum = sum with { EarlyDrops = sum.EarlyDrops + attribute.BigEndian32 };
            }
        });
        return sum;
    }

    public void Dispose() => socket.Dispose();

    private NetlinkRequest Question(byte message, NetlinkFlags flags, byte family = NetfilterMessage.Ipv4) =>
        NetfilterMessage.New(NetfilterMessage.Conntrack, message, flags, socket.NextSequence(), family);

    private static bool Exists(int error, string purpose) => error switch
    {
        Errno.None => true,
        Errno.NotThere => false,
        _ => throw new LinuxException(purpose, "ctnetlink", error),
    };
}
