using Chaos.Containers.Tests.Support;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Targets.Nftables;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>The kernel's own NAT, under real sockets.</summary>
[Trait("Category", "Docker")]
public sealed class NftablesTargetTests(DockerFixture docker)
{
    [Fact]
    public async Task A_connection_deleted_in_the_kernels_table_kills_its_flow_and_no_other()
    {
        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new NftablesTarget(), """
            version: 1
            name: nftables-evict
            clients: 2
            servers: 2
            warmUp: none
            duration: 4s
            seed: 7
            nat: { target: nftables, map: { size: 4096 } }
            flows:
              - { name: send, protocol: udp, count: 8, clientEvery: 100ms, serverEvery: never, patience: 1s }
              - { name: feeds, protocol: tcp, count: 8, clientEvery: never, serverEvery: 100ms, patience: 1s }
            faults: [ { at: 1s, evict: { half: both, count: 1, group: feeds } } ]
            """);

        Assert.Empty(outcome.InvalidationsButLateness());
        int victim = Assert.Single(Assert.Single(outcome.Faults).Report.Flows);
        FlowRecord hurt = flows.Single(flow => flow.Flow == $"feeds-{victim - 8}");
        Assert.Equal((FlowState.Died, DeathCause.Reset, Mechanism.Fault), (hurt.State, hurt.Cause, hurt.Mechanism));
        Assert.All(flows.Except([hurt]), flow => Assert.Equal(FlowState.Survived, flow.State));
        Assert.True(outcome.Packets > 0);
    }

    [Fact]
    public async Task Under_pressure_newcomers_are_refused_and_told_as_such_and_no_flow_dies()
    {
        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new NftablesTarget(), """
            version: 1
            name: nftables-pressure
            clients: 2
            servers: 2
            duration: 6s
            seed: 7
            nat: { target: nftables, conntrack: on, map: { size: 1024 } }
            flows:
              - { name: feeds, protocol: udp, count: 60, clientEvery: 4s, serverEvery: 100ms, patience: 2s }
            pressure: [ { name: dns, protocol: udp, rate: 600/s, replies: false } ]
            """);

        Assert.Empty(outcome.InvalidationsButLateness());
        Assert.True(
            outcome.Table is { Evictions: 0, Refusals: > 1000, Capacity: 1024, Entries: > 1000 and <= 1024 }, $"{outcome.Table}");
        Assert.Equal(outcome.Table.Value.Refusals, outcome.Table.Value.Newcomers.AllocationFailed);
        Assert.All(flows, flow => Assert.Equal(FlowState.Survived, flow.State));
    }
}
