using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Nat.Conntrack;

/// <summary>What conntrack knows of a connection, and how a packet changes it. Source: Cilium bpf/lib/conntrack.h.</summary>
/// <remarks>An entry is hit whether it has expired or not, and a hit renews it: only garbage collection looks at the time.</remarks>
public record struct ConntrackEntry
{
    private const long Second = 1_000_000_000;

    /// <summary>CT_CONNECTION_LIFETIME_TCP, CT_CONNECTION_LIFETIME_NONTCP, CT_SYN_TIMEOUT, CT_CLOSE_TIMEOUT, in nanoseconds.</summary>
    public const long TcpLifetime = 8000 * Second, OtherLifetime = 60 * Second, SynLifetime = 60 * Second, CloseLifetime = 10 * Second;

    private bool seenNonSyn, seenForwardSyn, seenReplySyn, forwardClosing, replyClosing;

    /// <summary>When garbage collection may take it.</summary>
    public long ExpiresNanoseconds { get; private set; }

    public readonly bool IsClosed => forwardClosing && replyClosing;

    /// <summary>Takes note of a packet.</summary>
    /// <param name="protocol">TCP has states; all else has one lifetime.</param>
    /// <param name="flags">Of a TCP segment.</param>
    /// <param name="isReply">Against the direction in which the connection was opened.</param>
    /// <param name="now">In nanoseconds.</param>
    public void Update(IpProtocol protocol, TcpFlags flags, bool isReply, long now)
    {
        if (protocol != IpProtocol.Tcp)
        {
            ExpiresNanoseconds = now + OtherLifetime;
            return;
        }

        bool isSyn = flags.HasFlag(TcpFlags.Syn), ends = (flags & (TcpFlags.Fin | TcpFlags.Rst)) != 0;
        if (isSyn && !ends && (forwardClosing || replyClosing)) this = default;
        if (isSyn && isReply) seenReplySyn = true;
        else if (isSyn) seenForwardSyn = true;
        if (!IsClosed) Renew(isSyn, now);
        if (ends) Close(isReset: flags.HasFlag(TcpFlags.Rst), isReply, now);
    }

    private void Renew(bool isSyn, long now)
    {
        seenNonSyn |= !isSyn;
        ExpiresNanoseconds = now + (seenNonSyn ? TcpLifetime : SynLifetime);
    }

    /// <summary>A FIN closes its own direction, and so does a RST once both sides have said SYN; before that it closes both.</summary>
    private void Close(bool isReset, bool isReply, long now)
    {
        bool closesBoth = isReset && !(seenForwardSyn && seenReplySyn);
        if (closesBoth || isReply) replyClosing = true;
        if (closesBoth || !isReply) forwardClosing = true;
        if (IsClosed) ExpiresNanoseconds = now + CloseLifetime;
    }
}
