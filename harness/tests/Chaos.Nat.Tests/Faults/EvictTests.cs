using Chaos.Faults;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests.Faults;

public sealed class EvictTests
{
    private readonly FaultedNode node = new();

    [Fact]
    public void The_oldest_mappings_go_first()
    {
        node.World.Churn(10);
        node.World.Egress();

        FaultReport report = node.Act(new Evict { Half = EvictHalf.Reverse, Count = 10 });

        Assert.Equal((11, 10, 0, 10), Counted(report));
        Assert.Empty(report.Flows);
        Assert.Equal(PacketVerdict.Forward, node.World.Ingress());
    }

    [Fact]
    public void The_newest_mappings_go_first_if_that_is_asked()
    {
        node.World.Churn(10);
        node.World.Egress();

        FaultReport report = node.Act(new Evict { Half = EvictHalf.Reverse, Select = EvictSelect.Newest, Count = 1 });

        Assert.Equal([0], report.Flows);
        Assert.Equal(PacketVerdict.Punt, node.World.Ingress());
    }

    [Fact]
    public void A_share_of_both_halves_takes_whole_mappings()
    {
        node.World.Churn(100);

        FaultReport report = node.Act(new Evict { Half = EvictHalf.Both, Select = EvictSelect.Random, Share = 0.25 });

        Assert.Equal((100, 25, 25, 25), Counted(report));
        Assert.Equal(150, node.World.Datapath.Map.Count);
    }

    [Fact]
    public void Any_half_takes_single_entries()
    {
        node.World.Churn(100);

        FaultReport report = node.Act(new Evict { Half = EvictHalf.Any, Select = EvictSelect.Random, Count = 100 });

        (int candidates, int chosen, int original, int reverse) = Counted(report);
        Assert.Equal((200, 100, 100), (candidates, chosen, original + reverse));
        Assert.True(original > 0 && reverse > 0);
    }

    [Fact]
    public void Referenced_takes_only_entries_that_a_packet_has_used()
    {
        node.World.Churn(10);
        node.World.Egress();
        node.World.Ingress();

        FaultReport report = node.Act(new Evict { Half = EvictHalf.Reverse, Select = EvictSelect.Referenced, Share = 1 });

        Assert.Equal((1, 1, 0, 1), Counted(report));
        Assert.Equal([0], report.Flows);
    }

    [Fact]
    public void Only_the_flows_named_are_touched()
    {
        node.World.Churn(100);
        node.World.Egress();

        FaultReport report = node.Act(new Evict { Half = EvictHalf.Both, Share = 1 }, flows: [0]);

        Assert.Equal([0], report.Flows);
        Assert.Equal(200, node.World.Datapath.Map.Count);
    }

    [Fact]
    public void A_rate_is_kept_over_the_beats_without_losing_fractions()
    {
        node.World.Churn(100);
        Evict evict = new() { Half = EvictHalf.Both, RatePerSecond = 25 };

        long[] chosen = [.. Enumerable.Range(0, 10).Select(
            beat => node.Act(evict, phase: beat == 0 ? FaultPhase.Begin : FaultPhase.Tick, beat: beat).Counts["chosen"])];

        Assert.Equal([2, 3, 2, 3, 2, 3, 2, 3, 2, 3], chosen);
    }

    [Fact]
    public void Another_seed_draws_other_mappings_and_the_same_seed_the_same()
    {
        Assert.Equal(Survivors(1), Survivors(1));
        Assert.NotEqual(Survivors(1), Survivors(2));
    }

    private static List<NatKey> Survivors(ulong seed)
    {
        FaultedNode node = new();
        node.World.Churn(100);
        node.Act(new Evict { Half = EvictHalf.Both, Select = EvictSelect.Random, Count = 50 }, seed);
        return [.. node.World.Datapath.Map.Entries().Select(entry => entry.Key)];
    }

    private static (int Candidates, int Chosen, int Original, int Reverse) Counted(FaultReport report) =>
        ((int)report.Counts["candidates"], (int)report.Counts["chosen"], (int)report.Counts["original"], (int)report.Counts["reverse"]);
}
