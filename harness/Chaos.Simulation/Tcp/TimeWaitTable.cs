using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Simulation.Tcp;

/// <summary>Tuples that rest for a minute after this side closed first. Source: RFC 9293 section 3.6.1, RFC 1337.</summary>
internal sealed class TimeWaitTable
{
    private readonly Dictionary<FiveTuple, Entry> entries = [];
    private readonly Queue<(FiveTuple Incoming, long Until)> ends = new();

    /// <param name="incoming">The peer is the source.</param>
    /// <param name="sendNext">Our next sequence number.</param>
    /// <param name="receiveNext">The peer's next one.</param>
    /// <param name="now">The rest begins.</param>
    public void Add(FiveTuple incoming, uint sendNext, uint receiveNext, long now)
    {
        Forget(now);
        entries[incoming] = new Entry(sendNext, receiveNext, now + TcpTimes.TimeWait, long.MinValue);
        ends.Enqueue((incoming, now + TcpTimes.TimeWait));
    }

    public bool Rests(FiveTuple incoming, long now)
    {
        Forget(now);
        return entries.ContainsKey(incoming);
    }

    /// <summary>Takes a segment to a tuple that rests; false if none rests, or if it may be used again for this SYN.</summary>
    /// <remarks>Source: net/ipv4/tcp_minisocks.c (tcp_timewait_state_process).</remarks>
    public bool TryTake(FiveTuple incoming, TcpNumbers numbers, int length, ITcpHost host)
    {
        Forget(host.Now);
        if (!entries.TryGetValue(incoming, out Entry entry)) return false;
        if ((numbers.Flags & TcpFlags.Rst) != 0)
        {
            if (numbers.Sequence == entry.ReceiveNext) entries.Remove(incoming);
            return true;
        }

        if ((numbers.Flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn && numbers.Sequence.Since(entry.ReceiveNext) > 0)
        {
            entries.Remove(incoming);
            return false;
        }

        if ((numbers.Flags & TcpFlags.Ack) != 0) entry = Restart(incoming, entry, host.Now);
        // Our last acknowledgment was lost, or the peer still sends: acknowledge again, unless the segment is the expected empty one.
        bool hasLength = length > 0 || (numbers.Flags & TcpFlags.Fin) != 0;
        if (!hasLength && (numbers.Flags & TcpFlags.Syn) == 0 && numbers.Sequence == entry.ReceiveNext) return true;
        // An empty segment may be the answer to an answer, so these are limited.
        if (!hasLength && host.Now < entry.ChallengeAfter) return true;
        if (!hasLength) entries[incoming] = entry with { ChallengeAfter = host.Now + TcpTimes.ChallengeInterval };
        host.Transmit(incoming.Reversed(), new TcpNumbers(entry.SendNext, entry.ReceiveNext, TcpFlags.Ack), default);
        return true;
    }

    /// <summary>The peer still sends, so the minute begins again, as in Linux and for FIN in RFC 9293 section 3.10.7.4.</summary>
    private Entry Restart(FiveTuple incoming, Entry entry, long now)
    {
        long until = now + TcpTimes.TimeWait;
        if (until == entry.Until) return entry;
        ends.Enqueue((incoming, until));
        return entries[incoming] = entry with { Until = until };
    }

    private void Forget(long now)
    {
        while (ends.TryPeek(out (FiveTuple Incoming, long Until) end) && end.Until <= now)
        {
            ends.Dequeue();
            // The tuple may rest again, from a later moment on.
            if (entries.TryGetValue(end.Incoming, out Entry entry) && entry.Until == end.Until) entries.Remove(end.Incoming);
        }
    }

    private readonly record struct Entry(uint SendNext, uint ReceiveNext, long Until, long ChallengeAfter);
}
