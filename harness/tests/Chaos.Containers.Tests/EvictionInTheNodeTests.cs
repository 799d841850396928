using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Containers.Tests;

/// <summary>
/// The containers are no decoration: an entry deleted in the running node kills exactly its flow, seen by the endpoints alone.
/// </summary>
[Trait("Category", "Docker")]
public sealed class EvictionInTheNodeTests(DockerFixture docker)
{
    private const int Flows = 12;
    private const int Victim = 5;

    [Fact]
    public async Task A_receiving_flow_whose_reverse_entry_goes_is_reset_at_its_server_and_no_other_flow_is_hurt()
    {
        Died death = await KillAsync(SmallRuns.Group("feeds", Transport.Udp, 0, 50 * SmallRuns.Millisecond), EvictHalf.Reverse);

        Assert.Equal(DeathCause.Reset, death.Cause);
        Assert.Equal(Side.Server, death.Side);
    }

    [Fact]
    public async Task A_tcp_flow_whose_reverse_entry_goes_is_reset()
    {
        Died death = await KillAsync(SmallRuns.Group("web", Transport.Tcp, 50 * SmallRuns.Millisecond, 0, reply: true), EvictHalf.Reverse);

        Assert.Equal(DeathCause.Reset, death.Cause);
    }

    [Fact]
    public async Task A_sending_udp_flow_whose_original_entry_goes_arrives_from_another_port()
    {
        Died death = await KillAsync(SmallRuns.Group("send", Transport.Udp, 50 * SmallRuns.Millisecond, 0), EvictHalf.Original);

        Assert.Equal(DeathCause.PortChanged, death.Cause);
        Assert.Equal(Side.Server, death.Side);
    }

    [Theory]
    [InlineData("restore-reverse", EvictHalf.Reverse)]
    [InlineData("restore-both", EvictHalf.Reverse)]
    public async Task A_sending_flow_survives_under_the_variants_that_restore_its_entry(string variant, EvictHalf half)
    {
        List<ProgramEvent> heard = await RunAsync(SmallRuns.Group("web", Transport.Udp, 50 * SmallRuns.Millisecond, 0), half, variant);

        Assert.Empty(heard.Said<Died>());
        Assert.Equal([Victim], Assert.Single(heard.Said<FaultDone>()).Report.Flows);
    }

    private async Task<Died> KillAsync(GroupPlan group, EvictHalf half)
    {
        List<ProgramEvent> heard = await RunAsync(group, half, "baseline");

        FaultDone fault = Assert.Single(heard.Said<FaultDone>());
        Incident incident = Assert.Single(heard.Said<LossExplained>()).Incident;
        Assert.All(heard.Said<Died>(), died => Assert.Equal(Victim, died.Flow));
        Assert.Equal([Victim], fault.Report.Flows);
        Assert.Equal((Victim, Mechanism.Fault, fault.At), (incident.Flow, incident.Mechanism, incident.BrokenAtNanoseconds));
        Died first = heard.Said<Died>().MinBy(died => died.At)!;
        Assert.True(first.At >= fault.At);
        return first;
    }

    private async Task<List<ProgramEvent>> RunAsync(GroupPlan group, EvictHalf half, string variant)
    {
        TopologyOptions options = SmallRuns.Options("evict", SmallRuns.Traffic(Flows, group), SmallRuns.Nat with { Variant = variant });
        await using Topology topology = await docker.StartAsync(options);
        Evict evict = new() { Half = half, Count = 1 };
        InjectFault order = new() { Number = 1, Order = new FaultOrder(0, evict, FaultPhase.Begin, 0, null, 1, [Victim]) };

        return await SmallRuns.RunAsync(topology, Flows, 2 * SmallRuns.Second, () => topology.Node.SendAsync(order));
    }
}
