using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Model;

namespace Chaos.Containers.Tests;

[Trait("Category", "Docker")]
public sealed class TrafficThroughTheNodeTests(DockerFixture docker)
{
    private static readonly GroupPlan[] mixed =
    [
        SmallRuns.Group("send", Transport.Udp, 50 * SmallRuns.Millisecond, 0),
        SmallRuns.Group("receive", Transport.Udp, 0, 50 * SmallRuns.Millisecond),
        SmallRuns.Group("web", Transport.Tcp, 50 * SmallRuns.Millisecond, 0, reply: true),
    ];

    [Theory]
    [InlineData("csharp")]
    [InlineData("ebpf")]
    [InlineData("nftables")]
    [InlineData("none")]
    public async Task All_flows_open_and_live_and_no_message_is_lost(string target)
    {
        const int PerGroup = 8;
        TopologyOptions options = SmallRuns.Options("flows", SmallRuns.Traffic(PerGroup, mixed));
        await using Topology topology = await docker.StartAsync(options.Behind(target));

        List<ProgramEvent> heard = await SmallRuns.RunAsync(topology, PerGroup * mixed.Length, 2 * SmallRuns.Second);
        NodeStatistics node = await SmallRuns.AskAsync<NodeStatistics>(topology, topology.Node, new AskStatistics());

        Assert.Empty(heard.Said<Died>());
        Assert.Empty(heard.Said<Refused>());
        Assert.Equal(PerGroup * mixed.Length, heard.Said<Opened>().Count());
        Assert.All(heard.Said<Summary>(), summary => Assert.Equal(0, summary.Statistics.LocalFailures));
        MessageCount[] counts = [.. heard.Said<Summary>().SelectMany(summary => summary.Flows)];
        Assert.Equal(counts.Sum(count => count.Sent), counts.Sum(count => count.Received));
        Assert.True(counts.Sum(count => count.Sent) > 24 * 30);
        if (target != "none") Assert.Equal(24, node.Mappings);
        else Assert.Equal(0, node.Packets);
    }

    [Fact]
    public async Task Short_flows_of_both_transports_complete_and_the_generator_keeps_up()
    {
        TrafficPlan traffic = SmallRuns.Traffic(1, mixed) with
        {
            Pressure =
            [
                new PressurePlan("dns", Transport.Udp, new RateShape(500_000), Exchanges: 1, Replies: true, 32, 200, Seed: 1),
                new PressurePlan("web", Transport.Tcp, new RateShape(200_000), Exchanges: 2, Replies: true, 64, 1400, Seed: 2),
                new PressurePlan("scan", Transport.Udp, new RateShape(300_000), Exchanges: 1, Replies: false, 32, 64, Seed: 3),
            ],
        };
        TopologyOptions options = SmallRuns.Options("pressure", traffic, SmallRuns.Nat with { Map = new MapOptions(65536) });
        await using Topology topology = await docker.StartAsync(options);
        foreach (ContainerProgram client in topology.Clients)
        {
            await client.SendAsync(new PressureStart { At = SmallRuns.Second / 2 }, TestContext.Current.CancellationToken);
            await client.SendAsync(new PressureStop { At = 5 * SmallRuns.Second / 2 }, TestContext.Current.CancellationToken);
        }

        List<ProgramEvent> heard = await SmallRuns.RunAsync(topology, flows: 3, 3 * SmallRuns.Second);
        NodeStatistics node = await SmallRuns.AskAsync<NodeStatistics>(topology, topology.Node, new AskStatistics());

        Summary[] summaries = [.. heard.Said<Summary>()];
        NewcomerCounts newcomers = NewcomerGroup.Merge(summaries.SelectMany(summary => summary.Newcomers))
            .Aggregate(default(NewcomerCounts), (sum, group) => sum + group.WarmUp);
        Assert.Empty(heard.Said<Died>());
        Assert.Equal(new NewcomerCounts { Answered = 1400, Unobserved = 600 }, newcomers);
        Assert.Equal(0, summaries.Sum(summary => summary.Statistics.LocalFailures));
        // A few draws meet a port that an earlier short flow has left: its mapping still stands.
        Assert.InRange(node.Mappings, 1950, 2003);
    }
}
