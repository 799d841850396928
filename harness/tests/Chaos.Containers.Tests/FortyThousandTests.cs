using Chaos.Cli.Tests;
using Chaos.Containers.Tests.Support;
using Chaos.Experiments;
using Chaos.Experiments.Worlds;
using Chaos.Survival;

namespace Chaos.Containers.Tests;

/// <summary>Forty thousand connections at once through the NAT in the kernel. Seven runs of two minutes and a half: nightly.</summary>
[Trait("Category", "Docker")]
[Trait("Category", "Nightly")]
public sealed class FortyThousandTests(DockerFixture docker)
{
    [Fact(Explicit = true)]
    public async Task The_nat_in_the_kernel_holds_forty_thousand_connections_and_loses_what_the_variants_lose()
    {
        docker.SkipWithoutDocker();
        Experiment scenario = Experiment.Load(ChaosProcess.Scenario("forty-thousand.yaml"), ["nat.target=ebpf"]);

        ExperimentResult result = await scenario.RunAsync(
            new ExperimentOptions { World = WorldCatalog.Find("docker") }, TestContext.Current.CancellationToken);

        Assert.Empty(result.Results.Invalid);
        Assert.All(
            result.Results.Expectations, one => Assert.True(one.Verdict != Verdict.Fail, $"{one.Text}: observed {one.Observed}"));
        Assert.All(result.Results.Cells, cell => Assert.Equal(40_000, cell.Flows.Total));
    }
}
