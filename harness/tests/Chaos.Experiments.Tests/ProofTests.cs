using Chaos.Experiments.Planning;

namespace Chaos.Experiments.Tests;

/// <summary>What N repetitions can prove at best.</summary>
public sealed class ProofTests
{
    private const string Text = """
        version: 1
        name: proof
        duration: 5s
        flows:
          - { name: feeds, protocol: udp, count: 20000, openOver: 1s, clientEvery: 1s, reply: true, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix: { variant: [baseline, cilium-1.18] }
        expect:
          - { survival: ">= 99.9%" }
          - { survival: ">= 100%" }
          - { noWorse: cilium-1.18, than: baseline, margin: 1pp }
          - { causes.reset: 0 }
        """;

    [Fact]
    public void A_plan_says_how_many_repetitions_it_takes_at_least()
    {
        IReadOnlyList<Proof> three = Proofs("repetitions=3"), ten = Proofs("repetitions=10");

        Assert.False(three[0].Provable);
        Assert.InRange(three[0].Enough!.Value, 4, 10);
        Assert.True(ten[0].Provable);
        Assert.Contains("it takes", three[0].Text, StringComparison.Ordinal);
        Assert.False(three[1].Provable);
        Assert.Null(three[1].Enough);
        Assert.True(ten[2].Provable);
        Assert.Contains("0.0 pp", ten[2].Best, StringComparison.Ordinal);
        Assert.Null(three[3].Best);
    }

    [Fact]
    public void Repeating_until_decided_needs_a_look_that_can_prove_it() =>
        Assert.Contains(Proofs("repetitions=auto")[0].Enough!.Value, Survival.Repeating.Looks.Counts);

    private static IReadOnlyList<Proof> Proofs(string set) => Proof.Of(TestScenarios.LoadText(Text, set));
}
