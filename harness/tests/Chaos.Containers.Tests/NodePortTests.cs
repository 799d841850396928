using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Model;

namespace Chaos.Containers.Tests;

[Trait("Category", "Docker")]
public sealed class NodePortTests(DockerFixture docker)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clients_reach_pods_through_the_node_and_no_message_is_lost(bool withNat)
    {
        const int PerGroup = 8;
        GroupPlan[] groups =
        [
            SmallRuns.Group("ask", Transport.Udp, 50 * SmallRuns.Millisecond, 0, reply: true),
            SmallRuns.Group("push", Transport.Tcp, 0, 50 * SmallRuns.Millisecond),
        ];
        TopologyOptions options = SmallRuns.Options("node-port", SmallRuns.Traffic(PerGroup, groups));
        options = options with { Plan = options.Plan with { Topology = TopologyKind.NodePort } };
        await using Topology topology = await docker.StartAsync(withNat ? options : options.WithoutNat());

        List<ProgramEvent> heard = await SmallRuns.RunAsync(topology, PerGroup * groups.Length, 2 * SmallRuns.Second);
        NodeStatistics node = await SmallRuns.AskAsync<NodeStatistics>(topology, topology.Node, new AskStatistics());

        Assert.Empty(heard.Said<Died>());
        Assert.Empty(heard.Said<Refused>());
        Assert.Equal(PerGroup * groups.Length, heard.Said<Opened>().Count());
        MessageCount[] counts = [.. heard.Said<Summary>().SelectMany(summary => summary.Flows)];
        Assert.Equal(counts.Sum(count => count.Sent), counts.Sum(count => count.Received));
        // Every flow was served, and by more than one pod.
        IEnumerable<Summary> servers = heard.OfType<ProgramSaid>().Where(
            said => said.Program.Name.StartsWith("server", StringComparison.Ordinal)).Select(said => said.Message).OfType<Summary>();
        Assert.All(servers, server => Assert.Contains(server.Flows, flow => flow.Received > 0));
        Assert.Equal(withNat ? 16 : 0, node.Mappings);
    }
}
