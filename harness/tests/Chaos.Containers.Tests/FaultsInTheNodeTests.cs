using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Containers.Tests;

/// <summary>
/// The faults that a flow should outlive, one after another in one running node, and the one that it does not at the end.
/// </summary>
[Trait("Category", "Docker")]
public sealed class FaultsInTheNodeTests(DockerFixture docker)
{
    private const int Flows = 12;

    [Fact]
    public async Task Flows_outlive_a_fill_a_carried_resize_a_pause_and_a_restart_with_the_map_and_die_of_one_without()
    {
        TopologyOptions options = SmallRuns.Options(
            "faults", SmallRuns.Traffic(Flows, SmallRuns.Group("feeds", Transport.Udp, 0, 50 * SmallRuns.Millisecond)),
            SmallRuns.Nat with { Conntrack = new ConntrackOptions(1024, 1024) });
        await using Topology topology = await docker.StartAsync(options);
        NodeFault[] harmless =
        [
            new Fill { Count = 200 }, new Gc { Action = GcAction.Run }, new Gc { Action = GcAction.PurgeOrphans },
            new Resize { Size = 2048, Entries = ResizedEntries.Carried }, new PortRangeChange { Minimum = 32768, Maximum = 61000 },
            new CpuLimit { Share = 0.5 }, new Pause(), new Restart { Table = RestartedTable.Kept },
        ];

        List<ProgramEvent> heard = await SmallRuns.RunAsync(topology, Flows, 4 * SmallRuns.Second, async () =>
        {
            foreach (NodeFault fault in harmless) await OrderAsync(topology, fault, FaultPhase.Begin);
            foreach (NodeFault fault in harmless[5..]) await OrderAsync(topology, fault, FaultPhase.End);
            await OrderAsync(topology, new Restart { Table = RestartedTable.Lost }, FaultPhase.Begin, lasts: false);
        });

        FaultDone[] done = [.. heard.Said<FaultDone>()];
        Assert.Equal(harmless.Length + 4, done.Length);
        Assert.Equal((200, 2048), (done[0].Report.Counts[FaultReport.Entries], done[3].Report.Counts["capacity"]));
        // No connection stands behind what filled the table, and none has expired.
        Assert.Equal((0, 200), (done[1].Report.Counts["connections"], done[2].Report.Counts["orphans"]));
        Died[] deaths = [.. heard.Said<Died>()];
        Assert.Equal(Enumerable.Range(0, Flows), deaths.Select(died => died.Flow).Distinct().Order());
        Assert.All(deaths, died => Assert.True(died.At >= done[^1].At));
        Assert.All(heard.Said<LossExplained>(), explained => Assert.Equal(Mechanism.Fault, explained.Incident.Mechanism));
        Assert.Equal(Enumerable.Range(0, Flows), done[^1].Report.Flows);
    }

    private static Task OrderAsync(Topology topology, NodeFault fault, FaultPhase phase, bool lasts = true) => topology.Node.SendAsync(
        new InjectFault { Number = 0, Order = new FaultOrder(0, fault, phase, 0, lasts ? 300 * SmallRuns.Millisecond : null, 1, null) });
}
