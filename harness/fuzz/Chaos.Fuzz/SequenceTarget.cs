using Chaos.Nat;
using Chaos.Core;

namespace Chaos.Fuzz;

/// <summary>
/// The fuzz target for a fuzzer: an input is a datapath and what it meets, so that it does the same whatever was fed before, and can be
/// shrunk and replayed.
/// </summary>
/// <remarks>The first byte chooses the datapath; the rest is a <see cref="PacketSequence"/>.</remarks>
public sealed class SequenceTarget
{
    private const int SeedPackets = 24;

    private readonly PacketTarget target = new();
    private readonly byte[] packet = new byte[PacketTarget.MaximumBytes];

    public long ErrorsTranslated => target.ErrorsTranslated;

    /// <exception cref="FuzzFindingException">Something that must hold does not.</exception>
    public void Feed(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        NatDatapath datapath = PacketTarget.Build(input[0] % PacketTarget.Kinds);
        PacketSequence sequence = new(input[1..]);
        long now = 0;
        while (sequence.TryNext(packet, out int length, out long wait))
        {
            now += wait;
            // Both steps.
            datapath.Prefetch(packet.AsSpan(0, length));
            datapath.Prefetch(packet.AsSpan(0, length));
            target.Feed(datapath, packet.AsSpan(0, length), now);
        }

        PacketTarget.CheckCounters(datapath);
    }

    /// <summary>
    /// An input to begin with: hostile packets between few hosts, so that they meet each other's mappings, and some of them minutes apart.
    /// </summary>
    public static byte[] Seed(int number)
    {
        RandomStream random = new((ulong)number, "fuzz/seeds");
        HostilePackets hostile = new(new RandomStream((ulong)number, "fuzz/seeds/packets"), hosts: 1, ports: 2);
        List<byte> input = [(byte)(number % PacketTarget.Kinds)];
        for (int count = 0; count < SeedPackets; count++)
            PacketSequence.Append(input, hostile.Next(), random.NextBelow(4) == 0 ? 1L << (int)(30 + random.NextBelow(10))
                : 0, mendsChecksums: random.NextBelow(4) > 0);
        return [.. input];
    }
}
