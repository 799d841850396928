using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Docker.DotNet.Models;
using Topology = Chaos.Containers.Topologies.Topology;

namespace Chaos.Containers.Lifecycle.Tests;

[Trait("Category", "Docker")]
public sealed class ControlOverAttachTests(DockerFixture docker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_survives_garbage_and_endless_lines_and_obeys_afterwards()
    {
        await using Topology topology = await docker.StartAsync(SmallRuns.Empty("garbage"));
        byte[] endless = new byte[LineAssembler.DefaultMaximumLineBytes + 1];
        Array.Fill(endless, (byte)'x');

        await topology.Node.WriteAsync("no message at all\n"u8.ToArray(), Cancellation);
        await topology.Node.WriteAsync([.. endless, (byte)'\n'], Cancellation);
        await topology.Node.SendAsync(new AskStatistics(), Cancellation);

        List<ControlMessage> answers = [];
        while (answers.LastOrDefault() is not NodeStatistics)
            answers.Add(Assert.IsType<ProgramSaid>(await topology.Events.ReadAsync(Cancellation)).Message);
        Assert.Equal([typeof(Error), typeof(Error), typeof(NodeStatistics)], answers.Select(answer => answer.GetType()));
    }

    [Fact]
    public async Task A_container_that_is_killed_is_told_with_its_exit_code()
    {
        await using Topology topology = await docker.StartAsync(SmallRuns.Empty("killed"));

        await docker.Engine.Client.Containers.KillContainerAsync(topology.Servers[1].Id, new ContainerKillParameters(), Cancellation);

        ProgramEnded ended = Assert.IsType<ProgramEnded>(await topology.Events.ReadAsync(Cancellation));
        Assert.Equal(("server-1", 137L, false), (ended.Program.Name, ended.ExitCode, ended.OutOfMemory));
    }

    [Fact]
    public async Task A_program_told_to_stop_ends_with_zero()
    {
        await using Topology topology = await docker.StartAsync(SmallRuns.Empty("stopped"));

        await topology.Node.SendAsync(new Stop(), Cancellation);

        Assert.Equal(0, Assert.IsType<ProgramEnded>(await topology.Events.ReadAsync(Cancellation)).ExitCode);
    }

    [Fact]
    public async Task A_topology_that_cannot_start_says_which_program_failed_and_why()
    {
        TopologyOptions options = SmallRuns.Options("broken", SmallRuns.Traffic(0), SmallRuns.Nat with { Variant = "no-such-variant" });

        TopologyException error = await Assert.ThrowsAsync<TopologyException>(() => docker.StartAsync(options));

        Assert.StartsWith("node: the node fails: no variant 'no-such-variant'", error.Message, StringComparison.Ordinal);
    }
}
