using Chaos.Fuzz;
using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;
using CsCheck;

namespace Chaos.Nat.Tests;

/// <summary>
/// Prefetching is a hint to the memory: a datapath that is shown its packets before, or others that never come, does what one does that is
/// shown nothing.
/// </summary>
public sealed class PrefetchTests
{
    private const int MapSize = 32, Inputs = 20, Resizes = 3;

    private static readonly Gen<NatOptions> Options = Gen.Select(
        Gen.Int[0, VariantCatalog.Names.Count - 1].Select(number => VariantCatalog.Names[number]), Gen.Enum<LruFlavour>(), Gen.Bool,
        Gen.ULong,
        (variant, flavour, tracks, seed) => NatWorld.Options(variant) with
        {
            Map = new MapOptions(MapSize, flavour),
            Seed = seed,
            Conntrack = tracks ? new ConntrackOptions(MapSize, MapSize) : null,
        });

    [Fact]
    public void Prefetching_changes_no_verdict_no_byte_no_counter_and_no_entry_of_the_map() =>
        Gen.Select(Options, Gen.Int[0, 1 << 20], Gen.Int[0, 3]).Sample((options, seed, distance) =>
        {
            NatDatapath plain = NatDatapath.Create(options), prefetching = NatDatapath.Create(options);
            List<(byte[] Bytes, long At)> packets = Hostile(seed);

            for (int place = 0; place < packets.Count; place++)
            {
                if (place + distance < packets.Count) PrefetchUnchanged(prefetching, packets[place + distance].Bytes);
                PrefetchUnchanged(prefetching, packets[(place * 31) % packets.Count].Bytes);
                (byte[] bytes, long at) = packets[place];
                byte[] expected = [.. bytes], actual = [.. bytes];

                Assert.Equal(plain.Process(expected, at, cpu: 0), prefetching.Process(actual, at, cpu: 0));
                Assert.Equal(expected, actual);
                if (place % (packets.Count / Resizes) == 0) Resize(place, plain, prefetching);
            }

            AssertSame(plain, prefetching);
        }, iter: 60);

    [Fact]
    public void Prefetching_cut_and_meaningless_bytes_throws_nothing_and_makes_nothing() =>
        Gen.Select(Options, Gen.Byte.Array[0, 80]).Sample((options, bytes) =>
        {
            NatDatapath datapath = NatDatapath.Create(options);
            byte[] packet = [.. bytes];
            if (packet.Length > 0) packet[0] = 0x45;

            for (int length = 0; length <= packet.Length; length++) PrefetchUnchanged(datapath, packet[..length]);

            Assert.Equal((0, 0L), (datapath.Map.Count, datapath.Counters.Packets));
        }, iter: 200);

    [Fact]
    public void Prefetching_allocates_nothing()
    {
        NatWorld world = new("cilium-1.19");
        world.Egress();
        byte[] packet = new byte[64];
        int length = Packets.UdpDatagram.Write(packet, NatWorld.Connection, [1, 2, 3]);
        Prefetch(world.Datapath, packet.AsSpan(0, length));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < 100; time++) Prefetch(world.Datapath, packet.AsSpan(0, length));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Both steps.</summary>
    private static void Prefetch(NatDatapath datapath, ReadOnlySpan<byte> bytes)
    {
        datapath.Prefetch(bytes);
        datapath.Prefetch(bytes);
    }

    private static void PrefetchUnchanged(NatDatapath datapath, byte[] bytes)
    {
        byte[] shown = [.. bytes];
        Prefetch(datapath, shown);
        Assert.Equal(bytes, shown);
    }

    /// <summary>What was prefetched in a table is not carried wrongly into a smaller one, or a larger.</summary>
    private static void Resize(int place, params NatDatapath[] datapaths)
    {
        foreach (NatDatapath datapath in datapaths) datapath.Map.Replace(place % 2 == 0 ? MapSize / 2 : MapSize * 4, carry: true, cpu: 0);
    }

    private static void AssertSame(NatDatapath expected, NatDatapath actual)
    {
        Assert.Equal(State(expected), State(actual));
        Assert.Equal(expected.Counters.Packets, actual.Counters.Packets);
        Assert.Equal(expected.Counters.Retries, actual.Counters.Retries);
        foreach (DropReason reason in Enum.GetValues<DropReason>())
            Assert.Equal(expected.Counters.Drops(reason), actual.Counters.Drops(reason));
        Assert.Equal(expected.Map.Evictions, actual.Map.Evictions);
        Assert.Equal(expected.Connections?.Count, actual.Connections?.Count);
        Assert.Equal(expected.Connections?.Evictions, actual.Connections?.Evictions);
    }

    /// <summary>The entries, each with its reference bit: what the next eviction depends on.</summary>
    private static List<(NatKey, NatValue, bool)> State(NatDatapath datapath) =>
        [.. datapath.Map.Entries().Select(entry => (entry.Key, entry.Value, datapath.Map.IsReferenced(entry.Key)))];

    private static List<(byte[] Bytes, long At)> Hostile(int seed)
    {
        List<(byte[], long)> packets = [];
        byte[] room = new byte[PacketTarget.MaximumBytes];
        long now = 0;
        for (int input = 0; input < Inputs; input++)
        {
            PacketSequence sequence = new(SequenceTarget.Seed(seed + input).AsSpan(1));
            while (sequence.TryNext(room, out int length, out long wait)) packets.Add((room[..length], now += wait));
        }

        return packets;
    }
}
