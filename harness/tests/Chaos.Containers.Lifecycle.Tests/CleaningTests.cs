using Chaos.Containers.Cleaning;
using Chaos.Containers.Tests.Support;
using Docker.DotNet;
using Docker.DotNet.Models;
using Topology = Chaos.Containers.Topologies.Topology;
using PreparedNetworks = Chaos.Containers.Topologies.PreparedNetworks;

namespace Chaos.Containers.Lifecycle.Tests;

[Trait("Category", "Docker")]
public sealed class CleaningTests(DockerFixture docker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_a_topology_is_left_after_it_is_disposed()
    {
        Topology topology = await docker.StartAsync(SmallRuns.Empty("disposed: at the end"));
        IReadOnlyList<Leftover> during = await OfRunAsync("chaos-disposed--at-the-end-");
        await topology.DisposeAsync();

        Assert.Equal(7, during.Count);
        Assert.All(during, leftover => Assert.Equal(OwnerState.Alive, leftover.Owner));
        Assert.Empty(await OfRunAsync("chaos-disposed--at-the-end-"));
    }

    [Fact]
    public async Task Networks_that_were_asked_for_and_never_built_on_are_gone_once_disposed()
    {
        PreparedNetworks networks = PreparedNetworks.Prepare(docker.Engine, "unused networks", Cancellation);
        await networks.NetworksAsync(Cancellation);
        IReadOnlyList<Leftover> during = await OfRunAsync("chaos-unused-networks-");
        await networks.DisposeAsync();

        Assert.Equal(["network", "network"], during.Select(leftover => leftover.Kind));
        Assert.Empty(await OfRunAsync("chaos-unused-networks-"));
    }

    [Theory]
    [InlineData("network", "create")]
    [InlineData("container", "create")]
    [InlineData("container", "start")]
    public async Task Nothing_is_left_when_the_start_is_cancelled_in_the_middle(string kind, string action)
    {
        string run = $"cancelled-{kind}-{action}";
        DockerEngine engine = docker.Engine;
        using CancellationTokenSource cancelling = new();
        using CancellationTokenSource listening = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task events = engine.Client.System.MonitorEventsAsync(
            new ContainerEventsParameters(),
            new Listener(message =>
            {
                string name = message.Actor?.Attributes is { } attributes && attributes.TryGetValue("name", out string? value) ? value : "";
                if (message.Type == kind && message.Action == action && name.Contains(run, StringComparison.Ordinal)) cancelling.Cancel();
            }),
            listening.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Topology.StartAsync(engine, docker.Images, SmallRuns.Empty(run), TimeProvider.System, cancelling.Token));
        await listening.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => events);

        Assert.True(cancelling.IsCancellationRequested);
        Assert.Empty(await OfRunAsync($"chaos-{run}"));
    }

    [Fact]
    public async Task A_network_that_the_engine_keeps_stays_and_does_not_stop_the_cleaning()
    {
        RunOwner dead = RunOwner.ThisProcess with { StartTicks = RunOwner.ThisProcess.StartTicks - 1 };
        string kept = await CreateNetworkAsync("chaos-test-kept", RunLabels.ProjectValue, dead);
        string left = await CreateNetworkAsync("chaos-test-left", RunLabels.ProjectValue, dead);
        await using Topology topology = await docker.StartAsync(SmallRuns.Empty("attached"));
        string attached = (await OfRunAsync("chaos-attached-")).First(leftover => leftover.Kind == "container").Id;
        INetworkOperations networks = docker.Engine.Client.Networks;
        try
        {
            await networks.ConnectNetworkAsync(kept, new NetworkConnectParameters { Container = attached }, Cancellation);

            IReadOnlyList<Leftover> removed = await Leftovers.RemoveDeadAsync(docker.Engine, Cancellation);

            Assert.Contains(removed, leftover => leftover.Id == left);
            Assert.DoesNotContain(removed, leftover => leftover.Id == kept);
        }
        finally
        {
            await networks.DisconnectNetworkAsync(
                kept, new NetworkDisconnectParameters { Container = attached, Force = true }, CancellationToken.None);
            await networks.DeleteNetworkAsync(kept, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Cleaning_takes_what_dead_runs_left_and_nothing_else()
    {
        RunOwner dead = RunOwner.ThisProcess with { StartTicks = RunOwner.ThisProcess.StartTicks - 1 };
        string left = await CreateNetworkAsync("chaos-test-dead", RunLabels.ProjectValue, dead);
        string living = await CreateNetworkAsync("chaos-test-living", RunLabels.ProjectValue, RunOwner.ThisProcess);
        string foreign = await CreateNetworkAsync("chaos-test-foreign", "somebody", dead);
        try
        {
            IReadOnlyList<Leftover> removed = await Leftovers.RemoveDeadAsync(docker.Engine, Cancellation);

            Assert.Contains(removed, leftover => leftover.Id == left);
            Assert.DoesNotContain(removed, leftover => leftover.Id == living || leftover.Id == foreign);
            IList<NetworkResponse> networks = await docker.Engine.Client.Networks.ListNetworksAsync(cancellationToken: Cancellation);
            Assert.DoesNotContain(networks, network => network.ID == left);
            Assert.Contains(networks, network => network.ID == living);
            Assert.Contains(networks, network => network.ID == foreign);
        }
        finally
        {
            await docker.Engine.Client.Networks.DeleteNetworkAsync(living, CancellationToken.None);
            await docker.Engine.Client.Networks.DeleteNetworkAsync(foreign, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Two_topologies_side_by_side_do_not_touch_each_other()
    {
        Topology[] both = await Task.WhenAll(docker.StartAsync(SmallRuns.Empty("left")), docker.StartAsync(SmallRuns.Empty("right")));
        await using Topology right = both[1];

        await both[0].DisposeAsync();
        Control.NodeStatistics answer = await SmallRuns.AskAsync<Control.NodeStatistics>(right, right.Node, new Control.AskStatistics());

        Assert.NotEqual(both[0].Node.Address, right.Node.Address);
        Assert.Equal(4096, answer.Table?.Capacity);
    }

    private async Task<IReadOnlyList<Leftover>> OfRunAsync(string prefix) =>
        [.. (await Leftovers.FindAsync(docker.Engine, Cancellation)).Where(
            leftover => leftover.Run.StartsWith(prefix, StringComparison.Ordinal))];

    private async Task<string> CreateNetworkAsync(string name, string project, RunOwner owner)
    {
        NetworksCreateParameters parameters = new()
        {
            Name = name,
            Labels = new Dictionary<string,
            string>
            { [RunLabels.Project] = project, [RunLabels.Run] = name, [RunLabels.Owner] = owner.ToString() },
        };
        return (await docker.Engine.Client.Networks.CreateNetworkAsync(parameters, Cancellation)).ID!;
    }

    private sealed class Listener(Action<Message> heard) : IProgress<Message>
    {
        public void Report(Message value) => heard(value);
    }
}
