using Chaos.Containers.Tests.Support;
using Chaos.Runs;
using Chaos.Targets.Csharp;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>Groups with servers and ports of their own, on real sockets.</summary>
[Trait("Category", "Docker")]
public sealed class PlacesInContainersTests(DockerFixture docker)
{
    [Fact]
    public async Task A_group_meets_the_server_and_the_port_that_it_names_and_a_restart_there_hurts_no_other()
    {
        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new CsharpTarget(), """
            version: 1
            name: places
            servers: 2
            warmUp: none
            duration: 4s
            seed: 7
            flows:
              - { name: web, protocol: tcp, count: 8, clientEvery: 100ms, reply: true, patience: 1s, servers: [1], port: 443 }
              - { name: rest, protocol: tcp, count: 8, clientEvery: 100ms, reply: true, patience: 1s, servers: [0] }
            pressure: [ { name: dns, protocol: udp, rate: 100/s, replies: true, servers: [0], port: 53 } ]
            faults: [ { at: 1s, for: 2s, serverRestart: 1 } ]
            """);

        Assert.Empty(outcome.InvalidationsButLateness());
        Assert.Equal(
            [("rest", FlowState.Survived, 8), ("web", FlowState.Died, 8)],
            flows.GroupBy(flow => (flow.Group, flow.State)).Select(same => (same.Key.Group, same.Key.State, same.Count())).Order());
        Assert.All(outcome.Newcomers, group => Assert.True(group.Total().Answered > 300, $"{group}"));
    }
}
