using Chaos.Containers.Cleaning;
using Chaos.Containers.Tests.Support;
using Chaos.Experiments;
using Chaos.Experiments.InCode;
using Chaos.Runs;
using Chaos.Testcontainers;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace Chaos.Containers.Lifecycle.Tests;

/// <summary>
/// A container of Testcontainers as the NAT, as somebody's own tests have it. The engine pulls nothing here, so the reaper is off.
/// </summary>
[Trait("Category", "Docker")]
[Collection(nameof(LocalImages))]
public sealed class TestcontainersTests(DockerFixture docker, LocalImages images)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static ScenarioBuilder Short => ScenarioBuilder.Egress("testcontainers", 2 * Second)
        .Set("clients", "2").Set("servers", "2").Set("nat.map.size", "256").Set("control", "off").Set("roomy", "true").Repetitions(1)
        .Flows("feeds", 10, flows => flows.Udp().ClientEvery(Second / 2).ServerEvery(Second / 10).Patience(3 * Second))
        .Flows("web", 10, flows => flows.Tcp().ClientEvery(Second / 10).With("reply", "true").Patience(3 * Second));

    [Fact]
    public async Task The_example_of_the_contract_keeps_flows_under_real_packets_and_leaves_nothing()
    {
        string image = await ReadyAsync();
        await using NatUnderTest nat = new NatUnderTestBuilder().WithImage(image).WithLabel("whose", "ours").Build();

        ExperimentResult result = await nat.RunAsync(Short, TestContext.Current.CancellationToken);

        CellResult cell = Assert.Single(result.Results.Cells);
        Assert.Equal(("nat-under-test", 20, 20), (cell.Target, cell.Flows.Total, cell.Flows.Survived));
        Assert.True(cell.Map is not null, "the example reports its table");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_container_that_does_not_become_ready_ends_the_run_with_what_it_said_and_leaves_nothing()
    {
        await ReadyAsync();
        string image = await images.ShellAsync("mute", "echo no translation today >&2; exit 3");
        await using NatUnderTest nat = new NatUnderTestBuilder().WithName("mute").WithImage(image).Build();

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => nat.RunAsync(Short, TestContext.Current.CancellationToken));

        Assert.Contains("no translation today", failure.Message, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_nothing()
    {
        string image = await ReadyAsync();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        IWaitForContainerOS stopping = Wait.ForUnixContainer().AddCustomWaitStrategy(new StopWhenStarted(stop));
        await using NatUnderTest nat = new NatUnderTestBuilder().WithImage(image).WithWaitStrategy(stopping).Build();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => nat.RunAsync(Short.Set("duration", "60s"), stop.Token));

        Assert.True(stop.IsCancellationRequested);
        await NothingIsLeftAsync();
    }

    [Fact]
    public void What_a_run_decides_cannot_be_set_and_an_image_must_be_named()
    {
        Assert.Contains("needs an image", Assert.Throws<InvalidOperationException>(
            () => new NatUnderTestBuilder().Build()).Message, StringComparison.Ordinal);
        NatUnderTestBuilder overriding = new NatUnderTestBuilder().WithImage("a:b").WithEnvironment("CHAOS_CONTRACT", "2");
        Assert.Contains(
            "a variable of the contract", Assert.Throws<InvalidOperationException>(overriding.Build).Message, StringComparison.Ordinal);
    }

    private async Task<string> ReadyAsync()
    {
        docker.SkipWithoutDocker();
        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", docker.Engine.Api.ToString());
        TestcontainersSettings.ResourceReaperEnabled = false;
        return await images.NftExampleAsync();
    }

    /// <summary>Stops the run as soon as the container runs.</summary>
    private sealed class StopWhenStarted(CancellationTokenSource stop) : IWaitUntil
    {
        public async Task<bool> UntilAsync(IContainer container)
        {
            await stop.CancelAsync();
            return true;
        }
    }

    /// <summary>Of this process; other test programs may have runs of their own.</summary>
    private async Task NothingIsLeftAsync() => Assert.DoesNotContain(
        await Leftovers.FindAsync(docker.Engine, TestContext.Current.CancellationToken),
        leftover => leftover.Name.Contains("testcontainers", StringComparison.Ordinal));
}
