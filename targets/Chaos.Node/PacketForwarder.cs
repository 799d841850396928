using Chaos.Linux;
using Chaos.Nat;
using Chaos.Node.Ports;

namespace Chaos.Node;

/// <summary>Packet in, datapath, packet (or the host's answer) out. Allocates nothing per packet; whatever comes in, it goes on.</summary>
internal sealed class PacketForwarder(IPacketPort port, NatDatapath datapath)
{
    /// <summary>One thread forwards, so one CPU acts on the map.</summary>
    private const int Cpu = 0;

    private readonly byte[] answer = new byte[PuntAnswer.MaximumBytes];

    /// <summary>
    /// Forwards the first <paramref name="count"/> packets of the port's batch. One moment holds for all of them: they came together.
    /// </summary>
    public void Forward(int count, RunClock clock)
    {
        long now = clock.Now;
        for (int place = 0; place < count; place++)
        {
            if (place + NatDatapath.BurstDistance < count) datapath.Prefetch(port.Peek(place + NatDatapath.BurstDistance));
            Span<byte> packet = port.Take(place);
            if (packet.Length > 0) Forward(place, packet, now);
        }
        port.Flush();
    }

    private void Forward(int place, Span<byte> packet, long now)
    {
        PacketVerdict verdict = datapath.Process(packet, now, Cpu);
        switch (verdict.Kind)
        {
            case VerdictKind.Forward:
                port.Forward(place);
                break;
            case VerdictKind.Punt:
                int length = PuntAnswer.Write(packet, answer);
                if (length > 0) port.Send(answer.AsSpan(0, length));
                break;
            case VerdictKind.Drop:
                break;
        }
    }
}
