using Chaos.Bpf;
using Chaos.Bpf.Tests;
using Chaos.Model;

namespace Chaos.Replay.Tests;

/// <summary>What `chaos map replay` prints.</summary>
public sealed class ReplayTests
{
    private static readonly MapStep[] Steps =
    [
        new(0, MapAction.Create, 1, 10), new(0, MapAction.Create, 1, 11), new(0, MapAction.Delete, 9, 12), new(0, MapAction.Replace, 5, 13),
        new(0, MapAction.Lookup, 77, 14), new(0, MapAction.Peek, 77, 15), new(0, MapAction.Update, 2, 16), new(0, MapAction.Lookup, 1, 17),
        new(0, MapAction.Create, 3, 18),
    ];

    [Fact]
    public void Refusals_are_named_by_line_and_a_lookup_that_misses_is_none()
    {
        ReplayResult result = ReplayResult.Of(Steps, new MapOptions(2, LruFlavour.Common, BatchRule.Scaled, 1), kernel: null);

        Assert.Equal([new(11, "EEXIST"), new(12, "ENOENT"), new(13, "ENOENT")], result.Errors);
        Assert.Equal([1, 3], result.Keys);
        Assert.Equal([2], result.Evicted);
        Assert.Null(result.Identical);
    }

    [KernelFact]
    public void The_kernels_answer_is_set_beside_ours()
    {
        MapOptions shape = new(2, LruFlavour.PerCpu, BatchRule.Scaled, PossibleCpus.Count);

        ReplayResult result = ReplayResult.Of(Steps, shape, KernelReplay.Of(Steps, shape));

        Assert.True(result.Identical);
    }

    [KernelFact]
    public void Another_layout_than_the_kernels_is_found_out()
    {
        MapStep[] fill = [.. Enumerable.Range(1, 300).Select(key => new MapStep(0, MapAction.Create, (ulong)key, key))];
        MapOptions ours = new(256, LruFlavour.PerCpu, BatchRule.Scaled, PossibleCpus.Count);

        ReplayResult result = ReplayResult.Of(fill, ours, KernelReplay.Of(fill, ours with { Lru = LruFlavour.Common, Size = 8 }));

        Assert.False(result.Identical);
    }
}
