using System.Buffers.Binary;
using Chaos.Linux;
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
        const int Packet = 10 + 14, Protocol = 9, Source = 12, Header = 20;
        int count = socket.Receive(Patience);
        for (int place = 0; place < count; place++)
        {
            Span<byte> frame = socket.Frame(place);
            if (frame.Length < Packet + Header || BinaryPrimitives.ReadUInt16BigEndian(frame[(Packet - 2)..]) != (ushort)EtherType.Ipv4) continue;
            Span<byte> packet = frame[Packet..];
            if ((IpProtocol)packet[Protocol] is IpProtocol.Udp or IpProtocol.Tcp && (BinaryPrimitives.ReadUInt32BigEndian(packet[Source..]) & HostMask) == HostNetwork) return true;
        }

        return false;
    }
}
