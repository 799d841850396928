using Chaos.Linux;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Benchmarks.Starts;

/// <summary>Sees packets of flows on this machine, whosever they are; needs root.</summary>
internal sealed class FlowSight : IDisposable
{
    /// <summary>198.18.0.0/15, where the hosts of a topology are and nobody else.</summary>
    private const uint HostNetwork = 0xC6120000, HostMask = 0xFFFE0000;
    private const long Patience = 100_000_000;

    private readonly PacketSocket socket = new();

    public void Dispose() => socket.Dispose();

    /// <summary>Whether one comes within a tenth of a second. Nothing but flows speaks UDP or TCP on these networks.</summary>
    public bool SeesFlow()
    {
        int count = socket.Receive(Patience);
        for (int place = 0; place < count; place++)
        {
            ReadOnlySpan<byte> frame = socket.Frame(place);
            // Empty if it was too long to be kept.
            if (frame.Length < OffloadHeader.Bytes) continue;
            frame = frame[OffloadHeader.Bytes..];
            if (EthernetHeader.TryRead(frame, out EthernetHeader header) && header.Type == EtherType.Ipv4
                && Ipv4Packet.TryPeekTuple(
                    frame[EthernetHeader.Bytes..], out FiveTuple flow) && (flow.SourceAddress.Value & HostMask) == HostNetwork) return true;
        }

        return false;
    }
}
