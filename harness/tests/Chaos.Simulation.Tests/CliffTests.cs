using Chaos.Benchmarks.Cliffs;

namespace Chaos.Simulation.Tests;

/// <summary>The law of the cliff; `measure cliff` of the benchmarks prints it for every variant and for answered churn.</summary>
public sealed class CliffTests
{
    [Theory]
    [InlineData(1024, 192)]
    [InlineData(2048, 384)]
    [InlineData(4096, 768)]
    public void Under_unanswered_churn_the_cliff_lies_within_a_tenth_of_the_law(int flows, int newFlowsPerSecond)
    {
        CliffCase cliff = new(flows, newFlowsPerSecond, GapSeconds: 16, "baseline", Answered: false, Seed: 42);

        Assert.True(cliff.Survival((int)(0.9 * cliff.Law)) < CliffSearch.AliveAbove);
        Assert.True(cliff.Survival((int)(1.1 * cliff.Law)) >= CliffSearch.AliveAbove);
    }
}
