using Chaos.Nat;
using Chaos.Packets;
using Chaos.Replay.Witnessing;

namespace Chaos.Import.Tests;

/// <summary>Captures a simulated run on the inside of its NAT, as tcpdump would.</summary>
internal sealed class CaptureWitness(Stream stream) : INatWitness
{
    private readonly PcapngFile file = new(stream);
    private long now;

    public void OnPacket(DatapathPath path, ReadOnlySpan<byte> packet, long at, int cpu)
    {
        now = at;
        if (path == DatapathPath.Egress) Write(packet);
    }

    public void OnVerdict(DatapathPath path, ReadOnlySpan<byte> packet, PacketVerdict verdict)
    {
        if (path == DatapathPath.Ingress && verdict.Kind == VerdictKind.Forward) Write(packet);
    }

    private void Write(ReadOnlySpan<byte> packet) =>
        file.Write(1_700_000_000_000_000_000 + (ulong)now, outbound: true, packet.Length, packet[..Math.Min(packet.Length, 64)]);
}
