using Chaos.Nat.Faults;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests;

public sealed class EvictionInjectorTests
{
    [Fact]
    public void The_oldest_mappings_go_first()
    {
        NatWorld world = new("baseline");
        world.Churn(10);
        world.Egress();

        EvictionOutcome outcome = Evict(world, new EvictionRequest(MappingHalf.Reverse, Random: false, Count: 10, Share: null, Flows: null, Seed: 1));

        Assert.Equal((11, 10, 0, 10), (outcome.Candidates, outcome.Chosen, outcome.RemovedOriginal, outcome.RemovedReverse));
        Assert.Empty(outcome.Flows);
        Assert.Equal(Verdict.Forward, world.Ingress());
    }

    [Fact]
    public void A_share_of_both_halves_takes_whole_mappings()
    {
        NatWorld world = new("baseline");
        world.Churn(100);

        EvictionOutcome outcome = Evict(world, new EvictionRequest(MappingHalf.Both, Random: true, Count: null, Share: 0.25, Flows: null, Seed: 1));

        Assert.Equal((25, 25, 25), (outcome.Chosen, outcome.RemovedOriginal, outcome.RemovedReverse));
        Assert.Equal(150, world.Datapath.Map.Count);
    }

    [Fact]
    public void Only_the_flows_named_are_touched()
    {
        NatWorld world = new("baseline");
        world.Churn(100);
        world.Egress();

        EvictionOutcome outcome = Evict(world, new EvictionRequest(MappingHalf.Both, Random: true, null, Share: 1, Flows: new HashSet<int> { 0 }, Seed: 1));

        Assert.Equal([0], outcome.Flows);
        Assert.Equal(200, world.Datapath.Map.Count);
    }

    [Fact]
    public void Another_seed_draws_other_mappings_and_the_same_seed_the_same()
    {
        Assert.Equal(Survivors(1), Survivors(1));
        Assert.NotEqual(Survivors(1), Survivors(2));
    }

    private static List<NatKey> Survivors(ulong seed)
    {
        NatWorld world = new("baseline");
        world.Churn(100);
        Evict(world, new EvictionRequest(MappingHalf.Both, Random: true, Count: 50, Share: null, Flows: null, seed));
        return [.. world.Datapath.Map.Entries().Select(entry => entry.Key)];
    }

    private static EvictionOutcome Evict(NatWorld world, EvictionRequest request) =>
        EvictionInjector.Evict(world.Datapath.Map, world.Datapath.Ledger.FlowOf, request, nowNanoseconds: 1_000_000);
}
