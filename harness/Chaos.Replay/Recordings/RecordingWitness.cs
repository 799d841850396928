using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Replay.Witnessing;

namespace Chaos.Replay.Recordings;

/// <summary>Writes down each packet with its draws, each deletion from outside, and each change of the egress address.</summary>
internal sealed class RecordingWitness : INatWitness, IPortDraws
{
    private readonly RecordingWriter writer;
    private readonly SeededPortDraws seeded;
    private readonly List<ushort> taken = [];
    private byte[] before = [];
    private int packetCpu;

    /// <summary>What a packet deletes, its replay deletes too.</summary>
    private bool isInPacket;

    public RecordingWitness(NatOptions options, RecordingWriter writer, string source)
    {
        this.writer = writer;
        seeded = new SeededPortDraws(options.Seed);
        writer.Configure(options, source);
    }

    public ushort Next()
    {
        ushort drawn = seeded.Next();
        taken.Add(drawn);
        return drawn;
    }

    public void OnPacket(DatapathPath path, ReadOnlySpan<byte> packet, long now, int cpu)
    {
        (before, packetCpu, isInPacket) = (packet.ToArray(), cpu, true);
        taken.Clear();
    }

    public void OnVerdict(DatapathPath path, ReadOnlySpan<byte> packet, PacketVerdict verdict)
    {
        isInPacket = false;
        if (path != DatapathPath.Through) writer.Packet(path, before, packet, verdict, taken, packetCpu);
    }

    public void OnDeleted(in NatKey key, MapResult result)
    {
        if (!isInPacket) writer.Deletion(key, result == MapResult.Ok);
    }

    public void OnAddress(Ipv4Address address) => writer.Address(address);
}
