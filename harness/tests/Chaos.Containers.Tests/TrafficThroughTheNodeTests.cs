using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;

namespace Chaos.Containers.Tests;

[Trait("Category", "Docker")]
public sealed class TrafficThroughTheNodeTests(DockerFixture docker)
{
    private static readonly GroupDescription[] mixed =
    [
        Runs.Group("send", Transport.Udp, 50 * Runs.Millisecond, 0),
        Runs.Group("receive", Transport.Udp, 0, 50 * Runs.Millisecond),
        Runs.Group("web", Transport.Tcp, 50 * Runs.Millisecond, 0, reply: true),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_flows_open_and_live_and_no_message_is_lost(bool withNat)
    {
        const int PerGroup = 8;
        TopologyOptions options = new() { RunId = "flows", Traffic = Runs.Traffic(PerGroup, mixed), Nat = withNat ? Runs.Nat : null };
        await using Topology topology = await docker.StartAsync(options);

        List<ProgramEvent> heard = await Runs.RunAsync(topology, PerGroup * mixed.Length, 2 * Runs.Second);
        NodeStatistics node = await Runs.AskAsync<NodeStatistics>(topology, topology.Node, new AskStatistics());

        Assert.Empty(heard.Said<Died>());
        Assert.Empty(heard.Said<Refused>());
        Assert.Equal(PerGroup * mixed.Length, heard.Said<Opened>().Count());
        Assert.All(heard.Said<Summary>(), summary => Assert.Equal(0, summary.Statistics.LocalFailures));
        FlowCount[] counts = [.. heard.Said<Summary>().SelectMany(summary => summary.Flows)];
        Assert.Equal(counts.Sum(count => count.Sent), counts.Sum(count => count.Received));
        Assert.True(counts.Sum(count => count.Sent) > 24 * 30);
        if (withNat) Assert.Equal(24, node.Mappings);
        else Assert.Equal(0, node.Packets);
    }
}
