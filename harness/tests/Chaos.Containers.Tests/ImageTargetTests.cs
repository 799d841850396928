using Chaos.Containers.Tests.Support;
using Chaos.Runs;
using Chaos.Targets.Image;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>NATs in images that are not ours, under real sockets: the examples of the documentation, and Open vSwitch.</summary>
[Trait("Category", "Docker")]
[Collection(nameof(LocalImages))]
public sealed class ImageTargetTests(DockerFixture docker, LocalImages images)
{
    [Fact]
    public async Task The_example_in_shell_translates_refuses_newcomers_at_its_limit_and_stays_as_it_was()
    {
        string image = await images.NftExampleAsync();
        string id = await images.IdOfAsync(image);

        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new ImageTarget(), Crowd("image-nft", image, unmatched: "punt"));

        Assert.Empty(outcome.InvalidationsButLateness());
        Assert.True(outcome.Table is { Capacity: 256, Entries: > 200 and <= 256, Refusals: > 50, Evictions: 0 }, $"{outcome.Table}");
        Assert.All(flows, flow => Assert.Equal(FlowState.Survived, flow.State));
        Assert.Equal(id, await images.IdOfAsync(image));
    }

    [Fact]
    public async Task The_example_in_Python_translates_evicts_who_was_idle_longest_and_obeys_a_flush()
    {
        string image = await images.PythonExampleAsync();

        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new ImageTarget(), $$"""
            version: 1
            name: image-python
            clients: 2
            servers: 2
            duration: 3s
            seed: 7
            nat: { target: image, image: '{{image}}', unmatched: drop, map: { size: 256 } }
            flows:
              - { name: often, protocol: tcp, count: 10, clientEvery: 100ms, reply: true, patience: 1s }
              - { name: seldom, protocol: udp, count: 10, clientEvery: never, serverEvery: 2s, patience: 1s }
            pressure: [ { name: dns, protocol: udp, rate: 200/s } ]
            faults: [ { at: 2s, flush: nat } ]
            """);

        Assert.Empty(outcome.InvalidationsButLateness());
        Assert.True(outcome.Table is { Capacity: 256, Entries: > 100 and <= 256, Refusals: 0, Evictions: > 100 }, $"{outcome.Table}");
        Assert.True(outcome.Packets > 500);
        Assert.True(Assert.Single(outcome.Faults).Report.Counts["entries"] > 100);
        Assert.All(flows.Where(flow => flow.Group == "seldom"), flow => Assert.Equal(FlowState.Died, flow.State));
    }

    [Fact]
    public async Task Open_vSwitch_translates_in_user_space_and_refuses_newcomers_at_its_limit()
    {
        string image = await images.OpenVswitchAsync();

        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new ImageTarget(), Crowd("image-ovs", image, unmatched: "drop"));

        Assert.Empty(outcome.InvalidationsButLateness());
        Assert.True(outcome.Table is { Capacity: 256, Entries: > 200 and <= 256, Refusals: > 50 }, $"{outcome.Table}");
        Assert.All(flows, flow => Assert.Equal(FlowState.Survived, flow.State));
    }

    /// <summary>More new connections than fit, none of which ends.</summary>
    private static string Crowd(string name, string image, string unmatched) => $$"""
        version: 1
        name: {{name}}
        clients: 2
        servers: 2
        duration: 2s
        seed: 7
        nat: { target: image, image: '{{image}}', unmatched: {{unmatched}}, map: { size: 256 } }
        flows:
          - { name: feeds, protocol: udp, count: 20, clientEvery: 500ms, serverEvery: 100ms, patience: 1s }
          - { name: web, protocol: tcp, count: 20, clientEvery: 100ms, reply: true, patience: 1s }
        pressure: [ { name: dns, protocol: udp, rate: 200/s, replies: false } ]
        """;
}
