using Chaos.Experiments;
using Chaos.Testcontainers;
using Chaos.Xunit;
using DotNet.Testcontainers.Builders;

namespace OwnNat.Tests;

/// <summary>The same question to the NAT in its container, with real packets; skipped where there is no engine.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task Flows_that_mostly_receive_live_in_containers_too()
    {
        await using NatUnderTest nat = new NatUnderTestBuilder()
            .WithName("own-in-a-container")
            .WithImage(new ImageFromDockerfileBuilder().WithDockerfileDirectory(Root).WithName("own-nat:test"))
            .Build();

        ExperimentResult result = await ScenarioAssert.RanAsync(nat.RunAsync(
            Path.Combine(Root, "scenarios", "feeds.yaml"), ["nat.unmatched=drop", "repetitions=1"],
            TestContext.Current.CancellationToken));

        ScenarioAssert.Survival(result, ">= 95%");
    }

    /// <summary>The folder of the Dockerfile.</summary>
    private static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Dockerfile"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }
}
