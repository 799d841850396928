using Chaos.Linux;
using Chaos.Node.Ports;

namespace Chaos.Node.Captures;

/// <summary>A port whose packets are kept for a while, as they came and as they left.</summary>
internal sealed class CapturingPort(IPacketPort inner, PacketRing ring, RunClock clock) : IPacketPort
{
    private long arrival = -1;

    public int Receive(long atMostNanoseconds) => inner.Receive(atMostNanoseconds);

    public Span<byte> Take(int place)
    {
        Span<byte> packet = inner.Take(place);
        if (packet.Length > 0) arrival = ring.Add(clock.Now, packet, -1);
        return packet;
    }

    public Span<byte> Packet(int place) => inner.Packet(place);

    public void Forward(int place)
    {
        ring.Add(clock.Now, inner.Packet(place), arrival);
        inner.Forward(place);
    }

    public void Send(ReadOnlySpan<byte> packet)
    {
        ring.Add(clock.Now, packet, arrival);
        inner.Send(packet);
    }

    public void Flush() => inner.Flush();
}
