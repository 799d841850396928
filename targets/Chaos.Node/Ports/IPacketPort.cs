using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Node.Ports;

/// <summary>A way into and out of the node, in batches. Not thread-safe.</summary>
internal interface IPacketPort
{
    /// <summary>
    /// Waits for packets, at most so long (negative: for ever), and returns how many came. They hold until the next call.
    /// </summary>
    int Receive(long atMostNanoseconds);

    /// <summary>
    /// Takes the IPv4 packet at a place of the batch, once and in order, checked by nobody yet; empty if there is none for us.
    /// </summary>
    Span<byte> Take(int place);

    /// <summary>A packet that was taken, as it stands now.</summary>
    Span<byte> Packet(int place);

    /// <summary>
    /// A packet of the batch before its turn, to prepare for it: nothing is counted, answered or captured. Empty where there is nothing to
    /// see.
    /// </summary>
    ReadOnlySpan<byte> Peek(int place) => default;

    /// <summary>Puts a packet of the batch in line as it stands, rewritten in place, towards its destination.</summary>
    void Forward(int place);

    /// <summary>Puts a packet of our own in line, whole and with its checksums: at most 2,000 bytes.</summary>
    void Send(ReadOnlySpan<byte> packet);

    /// <summary>Sends what is in line. To be called once after each batch.</summary>
    void Flush();
}

/// <summary>The same in whole frames, each behind its offload header.</summary>
internal interface IFramePort : IPacketPort
{
    /// <summary>Before the packet of a frame: the offload header and the Ethernet header.</summary>
    const int PacketOffset = FrameCutter.PacketOffset;

    /// <summary>The frame at a place of the batch.</summary>
    Span<byte> Frame(int place);

    /// <summary>Puts a copy of a frame in line, at most 2,048 bytes with both headers; the Ethernet header is filled in.</summary>
    void SendFrame(Span<byte> frame, Ipv4Address destination);
}
