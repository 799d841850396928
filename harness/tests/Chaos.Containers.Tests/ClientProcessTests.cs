using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Model;

namespace Chaos.Containers.Tests;

public sealed class ClientProcessTests
{
    [Fact]
    public void A_host_with_more_flows_than_a_process_may_hold_becomes_several_containers()
    {
        Assert.Equal(
            [(0, 0, 2), (1, 0, 1), (0, 1, 2)],
            ClientProcess.Spread([ClientProcess.FlowsPerProcess + 1, ClientProcess.FlowsPerProcess]).Select(
            process => (process.Client, process.Share, process.Shares)));
        Assert.Equal(["client-0", "client-1", "client-0-1"], ClientProcess.Spread([20_000, 1]).Select(process => process.Name));
    }

    [Fact]
    public void The_containers_of_a_host_share_its_flows_draw_different_ports_and_one_of_them_makes_its_pressure()
    {
        TrafficPlan all = SmallRuns.Traffic(10, SmallRuns.Group("talk", Transport.Udp, SmallRuns.Second, 0)) with
        {
            Pressure = [new PressurePlan("dns", Transport.Udp, new RateShape(1000), 1, true, 64, 64, 1)],
        };
        TrafficPlan[] parts = [.. Enumerable.Range(0, 3).Select(share => new ClientProcess(0, share, 3).PartOf(all))];

        Assert.Equal(
            all.Flows.Where(flow => flow.Client == 0).Select(flow => flow.Number),
            parts.SelectMany(part => part.Flows).Select(flow => flow.Number).Order());
        Assert.Equal([1, 0, 0], parts.Select(part => part.Pressure.Count));
        IEnumerable<int> range = Enumerable.Range(all.SourcePortMinimum, all.SourcePortMaximum - all.SourcePortMinimum + 1);
        Assert.All(range, port => Assert.True(parts.Count(part => !part.ReservedPorts.Contains((ushort)port)) <= 1));
    }

    [Fact]
    public void A_host_that_fits_into_one_container_reserves_nothing()
    {
        TrafficPlan all = SmallRuns.Traffic(10, SmallRuns.Group("talk", Transport.Udp, SmallRuns.Second, 0));

        Assert.Empty(new ClientProcess(0, 0, 1).PartOf(all).ReservedPorts);
    }
}
