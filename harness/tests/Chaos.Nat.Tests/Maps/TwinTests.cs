using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Replay;

namespace Chaos.Nat.Tests.Maps;

/// <summary>
/// The fast map against its obvious twin, also where no kernel at hand can judge: many CPUs, the old batch, who is stolen from.
/// </summary>
public sealed class TwinTests
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 7, 8, 64, 127, 128, 129, 192, 256, 300, 1000, 1024];
    private static readonly int[] Cpus = [1, 2, 3, 4, 8, 32];

    public static TheoryData<LruFlavour, BatchRule, int> Shapes() =>
    [
        .. from flavour in Enum.GetValues<LruFlavour>()
           from batch in Enum.GetValues<BatchRule>()
           from cpus in Cpus
           select (flavour, batch, cpus),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_result_and_every_eviction_are_the_twins(LruFlavour flavour, BatchRule batch, int cpus)
    {
        foreach (int size in Sizes)
        {
            MapOptions shape = new(size, flavour, batch, cpus);
            TraceGenerator generator = new(seed: (ulong)(size * 1000 + cpus), size, [.. Enumerable.Range(0, cpus)]);
            (List<MapStep> steps, List<int> checkpoints) = generator.Write(1500);

            string? difference = Compare(shape, steps, checkpoints);

            if (difference is not null) Assert.Fail(Explain(shape, steps, difference));
        }
    }

    [Fact]
    public void A_million_entries_take_at_most_eighty_bytes_each()
    {
        const int Entries = 1_000_000;
        long before = GC.GetAllocatedBytesForCurrentThread();

        BpfLruHashMap<Snat.NatKey, Snat.NatValue> map = new(Entries, BatchRule.Scaled, possibleCpus: 2);

        double bytesPerEntry = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)map.Capacity;
        Assert.InRange(bytesPerEntry, 32, 80);
    }

    [Theory]
    [InlineData(LruFlavour.Common)]
    [InlineData(LruFlavour.PerCpu)]
    public void Nothing_is_allocated_after_construction(LruFlavour flavour)
    {
        BpfLruHashMap<ulong, ulong> map = new(1024, BatchRule.Scaled, possibleCpus: 2, flavour);
        Work(map);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Work(map);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Work(BpfLruHashMap<ulong, ulong> map)
    {
        for (ulong key = 0; key < 10_000; key++)
        {
            map.Update(key, key, UpdateMode.Any, cpu: (int)(key & 1));
            map.TryLookup(key / 2, out _);
            if (key % 7 == 0) map.Delete(key);
        }
    }

    private static string? Compare(MapOptions shape, List<MapStep> steps, List<int> checkpoints)
    {
        TraceMap fast = new(shape);
        PlainLruMap plain = PlainLruMap.Create(shape);
        int next = 0;
        for (int position = 0; position < steps.Count; position++)
        {
            StepResult ours = fast.Apply(steps[position]), theirs = plain.Apply(steps[position]);
            if (ours != theirs) return $"step {position + 1}: {ours} here, {theirs} on the twin";
            if (next >= checkpoints.Count || checkpoints[next] != position + 1) continue;
            next++;
            if (!fast.Entries.SequenceEqual(plain.Entries)) return $"other entries after step {position + 1}";
        }

        return fast.Evictions.SequenceEqual(plain.Evictions) ? null : "other evictions";
    }

    private static string Explain(MapOptions shape, List<MapStep> steps, string difference)
    {
        List<MapStep> shortest = TraceShrinker.Shrink(steps, trace => Compare(shape, trace, [trace.Count]) is not null);
        return $"{shape}: {difference}. The shortest trace:{Environment.NewLine}{string.Join(Environment.NewLine, shortest)}";
    }
}
