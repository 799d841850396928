namespace Chaos.Linux.Netfilter;

/// <summary>What is known of a connection (enum ip_conntrack_status).</summary>
[Flags]
public enum ConntrackStatus : uint
{
    None = 0,
    Expected = 1 << 0,

    /// <summary>Packets passed in both directions.</summary>
    SeenReply = 1 << 1,

    /// <summary>Not removed early when the kernel's table is full.</summary>
    Assured = 1 << 2,

    /// <summary>In the table: its first packet has left.</summary>
    Confirmed = 1 << 3,

    /// <summary>The source is translated.</summary>
    SourceTranslated = 1 << 4,

    /// <summary>The destination is translated.</summary>
    DestinationTranslated = 1 << 5,
    Dying = 1 << 9,
}

/// <summary>States of a TCP connection that conntrack tells apart (enum tcp_conntrack); None for other protocols.</summary>
public enum ConntrackTcpState : byte
{
    None = 0,
    SynSent = 1,
    SynReceived = 2,
    Established = 3,
    FinWait = 4,
    CloseWait = 5,
    LastAck = 6,
    TimeWait = 7,
    Close = 8,
    SynSentBoth = 9,
}

/// <summary>A connection in the kernel's table: one object with both directions, so neither can be lost alone.</summary>
/// <param name="Original">The direction of the first packet, as it came in.</param>
/// <param name="Reply">The direction of the answer, as it comes in: its destination is the translated source.</param>
/// <param name="Status">What conntrack knows of it.</param>
/// <param name="TimeoutSeconds">Seconds until the entry expires if no packet comes; 0 for an entry that is being removed.</param>
/// <param name="TcpState">The state of a TCP connection.</param>
public readonly record struct ConntrackEntry(
    ConntrackTuple Original, ConntrackTuple Reply, ConntrackStatus Status, int TimeoutSeconds, ConntrackTcpState TcpState)
{
    /// <summary>
    /// When it began, in nanoseconds since 1970; 0 where the namespace does not keep this (net.netfilter.nf_conntrack_timestamp).
    /// </summary>
    public long CreatedNanoseconds { get; init; }

    /// <summary>A closed TCP connection waits for its timeout; `ct count` does not count it any more.</summary>
    public bool IsClosed => TcpState is ConntrackTcpState.TimeWait or ConntrackTcpState.Close;

    internal static ConntrackEntry Read(ReadOnlySpan<byte> body)
    {
        // enum ctattr_type.
        const int OriginalTuple = 1, ReplyTuple = 2, StatusBits = 3, ProtocolState = 4, Timeout = 7, Timestamp = 20;
        ConntrackEntry entry = default;
        foreach (NetlinkAttribute attribute in NetfilterMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case OriginalTuple: entry = entry with { Original = ConntrackTuple.Read(attribute) }; break;
                case ReplyTuple: entry = entry with { Reply = ConntrackTuple.Read(attribute) }; break;
                case StatusBits: entry = entry with { Status = (ConntrackStatus)attribute.BigEndian32 }; break;
                case Timeout: entry = entry with { TimeoutSeconds = (int)attribute.BigEndian32 }; break;
                case ProtocolState: entry = entry with { TcpState = ReadTcpState(attribute) }; break;
                case Timestamp: entry = entry with { CreatedNanoseconds = ReadStart(attribute) }; break;
            }
        }

        return entry;
    }

    private static ConntrackTcpState ReadTcpState(NetlinkAttribute protocolState)
    {
        const int Tcp = 1, StateNumber = 1;
        foreach (NetlinkAttribute protocol in protocolState.Nested)
        {
            if (protocol.Type != Tcp) continue;
            foreach (NetlinkAttribute value in protocol.Nested)
            {
                if (value.Type == StateNumber) return (ConntrackTcpState)value.Value[0];
            }
        }

        return ConntrackTcpState.None;
    }

    private static long ReadStart(NetlinkAttribute timestamp)
    {
        const int Start = 1;
        foreach (NetlinkAttribute moment in timestamp.Nested)
        {
            if (moment.Type == Start) return (long)moment.BigEndian64;
        }

        return 0;
    }
}
