using Chaos.Control;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Containers.Running;

/// <summary>What the node kept of flows that died, as one .pcapng each: every packet as it came to the node and as it left it.</summary>
/// <param name="plan">Knows the flows' names.</param>
/// <param name="epoch">The moment that the node's times count from.</param>
internal sealed class PacketFiles(TrafficPlan plan, DateTimeOffset epoch)
{
    private long EpochNanoseconds => (epoch - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public IReadOnlyList<RunAttachment> Of(IEnumerable<Captured> captures) =>
        [.. captures.Where(capture => capture.Packets.Count > 0).Select(
            capture => new RunAttachment($"{plan.Flows[capture.Flow].Name}.pcapng", Write(capture)))];

    private byte[] Write(Captured capture)
    {
        using MemoryStream stream = new();
        PcapngFile file = new(stream);
        foreach (CapturedPacket packet in capture.Packets)
            file.Write((ulong)(EpochNanoseconds + packet.At), packet.Left, packet.Length, packet.Bytes);
        return stream.ToArray();
    }
}
