using System.Buffers;
using Chaos.Model;
using Chaos.Node.Ports;

namespace Chaos.Node.Links;

/// <summary>
/// Frames under way on links, by when they arrive and, within a moment, in the order in which they came. Full, it loses what comes.
/// </summary>
internal sealed class HeldFrames
{
    /// <summary>At 1,500 bytes each 64 MiB of a node's memory; a second of 32,000 packets a second.</summary>
    public const int MostFrames = 1 << 15;

    private readonly PriorityQueue<HeldFrame, (long At, long Number)> frames = new();
    private long taken;

    public int Count => frames.Count;

    /// <summary>When the next one arrives; <see cref="long.MaxValue"/> if none is under way.</summary>
    public long NextDue => frames.TryPeek(out _, out (long At, long) first) ? first.At : long.MaxValue;

    /// <summary>Frames that were lost for want of room.</summary>
    public long Overflows { get; private set; }

    /// <summary>Keeps a copy.</summary>
    /// <param name="at">When it arrives.</param>
    /// <param name="frame">The offload header, the Ethernet header and the packet.</param>
    /// <param name="receiver">At the end of the link.</param>
    public void Hold(long at, ReadOnlySpan<byte> frame, Ipv4Address receiver)
    {
        if (frames.Count == MostFrames)
        {
            Overflows++;
            return;
        }

        byte[] copy = ArrayPool<byte>.Shared.Rent(frame.Length);
        frame.CopyTo(copy);
        frames.Enqueue(new HeldFrame(copy, frame.Length, receiver), (at, taken++));
    }

    /// <summary>The next one that has arrived by now; the taker gives it back to <see cref="Free"/>.</summary>
    public bool TryTake(long now, out HeldFrame frame)
    {
        frame = default;
        return NextDue <= now && frames.TryDequeue(out frame, out _);
    }

    public static void Free(in HeldFrame frame) => ArrayPool<byte>.Shared.Return(frame.Buffer);
}

/// <summary>A frame under way.</summary>
internal readonly record struct HeldFrame(byte[] Buffer, int Length, Ipv4Address Receiver)
{
    public Span<byte> Frame => Buffer.AsSpan(0, Length);

    public Span<byte> Packet => Buffer.AsSpan(IFramePort.PacketOffset, Length - IFramePort.PacketOffset);
}
