using System.Runtime.CompilerServices;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Packets.Links;

/// <summary>
/// One direction of one link: a packet and the moment in, its fate out. No clock, no timer, no allocation; the world carries out what it
/// says.
/// </summary>
/// <remarks>
/// Each condition draws from a stream of its own, so that switching one on shifts no other. Packets arrive in the order in which they were
/// sent, but
/// for those that are reordered: jitter alone overtakes nothing, as in a queue. Not modelled: bursts of loss, frame overhead, shared media.
/// </remarks>
public sealed class Link
{
    private LinkConditions conditions = LinkConditions.Plain;
    private RandomStream lossDraws, duplicateDraws, reorderDraws, corruptDraws, jitterDraws;
    private long lastArrival, busyUntil, longestWait;
    private bool isPlain = true;

    /// <param name="conditions">At the beginning.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="name">Unique among the links of the run: it names the streams.</param>
    public Link(LinkConditions conditions, ulong seed, string name)
    {
        lossDraws = new RandomStream(seed, $"link/{name}/loss");
        duplicateDraws = new RandomStream(seed, $"link/{name}/duplicate");
        reorderDraws = new RandomStream(seed, $"link/{name}/reorder");
        corruptDraws = new RandomStream(seed, $"link/{name}/corrupt");
        jitterDraws = new RandomStream(seed, $"link/{name}/jitter");
        Conditions = conditions;
    }

    /// <summary>May change while packets are under way; those keep their fate.</summary>
    public LinkConditions Conditions
    {
        get => conditions;
        set
        {
            conditions = value;
            isPlain = value.IsPlain;
            longestWait = value.LongestWait;
        }
    }

    /// <summary>A packet that enters now would arrive now and unchanged, and overtake none that is under way.</summary>
    public bool IsIdle(long now) => isPlain && conditions.Delay == 0 && lastArrival <= now;

    /// <summary>Packets that lost a bit here.</summary>
    public long Corrupted { get; private set; }

    /// <summary>
    /// A packet enters a link on which nothing can happen to it: most of them. False if this is not such a link, and nothing was done.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakePlain(long now, out long at)
    {
        at = isPlain ? InOrder(now + conditions.Delay) : now;
        return isPlain;
    }

    /// <summary>A packet enters the link; a corruption changes its bytes here.</summary>
    public LinkFate Take(long now, Span<byte> packet) =>
        TryTakePlain(now, out long at) ? new LinkFate(LinkOutcome.Delivered, at) : TakeChecked(now, packet);

    private LinkFate TakeChecked(long now, Span<byte> packet)
    {
        if (conditions.Partitioned) return new LinkFate(LinkOutcome.Cut, now);
        if (!TrySerialize(now, packet.Length, out long departure)) return new LinkFate(LinkOutcome.Overflowed, now);
        if (Happens(ref lossDraws, conditions.Loss)) return new LinkFate(LinkOutcome.Lost, now);
        if (Happens(ref corruptDraws, conditions.Corrupt)) Flip(packet);
        long at = Happens(ref reorderDraws, conditions.Reorder) ? departure + DrawDelay() + conditions.ReorderBy
            : InOrder(departure + DrawDelay());
        long copyAt = Happens(ref duplicateDraws, conditions.Duplicate) ? InOrder(departure + DrawDelay()) : -1;
        return new LinkFate(LinkOutcome.Delivered, at, copyAt);
    }

    /// <summary>One packet after the other, at the bandwidth; false if too many wait already.</summary>
    private bool TrySerialize(long now, int bytes, out long departure)
    {
        departure = now;
        if (conditions.BitsPerSecond == 0) return true;
        if (busyUntil - now > longestWait) return false;
        long took = (bytes * 8_000_000_000L + conditions.BitsPerSecond - 1) / conditions.BitsPerSecond;
        departure = busyUntil = Math.Max(now, busyUntil) + took;
        return true;
    }

    private long DrawDelay()
    {
        long strayed = conditions.Jitter == 0 ? 0 : JitterTable.Draw(conditions.JitterShape, conditions.Jitter, jitterDraws.Next());
        return Math.Max(0, conditions.Delay + strayed);
    }

    private long InOrder(long arrival) => lastArrival = Math.Max(arrival, lastArrival);

    private void Flip(Span<byte> packet)
    {
        Corrupted++;
        long bit = corruptDraws.NextBelow(8L * packet.Length);
        packet[(int)(bit / 8)] ^= (byte)(1 << (int)(bit % 8));
    }

    /// <summary>Draws only if the share is above zero.</summary>
    private static bool Happens(ref RandomStream draws, double share) => share > 0 && draws.Next() >> 32 < (ulong)(share * (1UL << 32));
}
