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
        entries[incoming] = new Entry(sendNext, receiveNext, now + TcpTimes.TimeWait);
        ends.Enqueue((incoming, now + TcpTimes.TimeWait));
    }

    public bool Rests(FiveTuple incoming, long now)
    {
        Forget(now);
        return entries.ContainsKey(incoming);
    }

    /// <summary>Takes a segment to a tuple that rests; false if none rests, or if it may be used again for this SYN.</summary>
    public bool TryTake(FiveTuple incoming, TcpNumbers numbers, ITcpHost host)
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

        // Our last acknowledgment was lost, or this is a late one: say it again, unless it is an acknowledgment itself.
        if ((numbers.Flags & (TcpFlags.Fin | TcpFlags.Syn)) != 0)
            host.Transmit(incoming.Reversed(), new TcpNumbers(entry.SendNext, entry.ReceiveNext, TcpFlags.Ack), default);
        return true;
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

    private readonly record struct Entry(uint SendNext, uint ReceiveNext, long Until);
}
