using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Scenarios.Tests;

public sealed class LoadingTests
{
    [Fact]
    public void A_small_scenario_is_filled_up_with_the_defaults()
    {
        ScenarioPlan plan = Given.Plan(Given.Small);

        Scenario scenario = plan.Scenario;
        Assert.Equal(
            ("small", "", 4, 8, 1), (scenario.Name, scenario.Question, scenario.Clients, scenario.Servers, scenario.PortsPerServer));
        Assert.Equal(new PortRange(32768, 60999), scenario.SourcePorts);
        Assert.Equal(WarmUpKind.UntilFull, scenario.WarmUp.Kind);
        Assert.Equal((42UL, 3, false, true), (scenario.Seed, scenario.Repetitions, scenario.Roomy, scenario.Control));
        Assert.Equal(
            ("csharp", "cilium-1.19", UnmatchedReply.Punt), (scenario.Target, scenario.Nat.Variant, scenario.Nat.Unmatched));
        Assert.Equal(TopologyKind.Egress, scenario.Topology);
        Assert.True(scenario.Nat is { PortSelection: null, StaleEgress: null, Conntrack: null });
        Assert.Equal(new PortRange(32768, 65535), scenario.Nat.Ports);
        Assert.Equal(new MapOptions(65536, LruFlavour.Common, BatchRule.Scaled, 2), scenario.Nat.Map);
        Assert.Empty(scenario.Pressure);
        Assert.Empty(scenario.Faults);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_flow_group_is_filled_up_with_the_defaults()
    {
        FlowGroup flow = Assert.Single(Given.Plan(Given.Small).Scenario.Flows);

        Assert.Equal(("feeds", 5, TimeSpan.FromSeconds(2)), (flow.Name, flow.Count, flow.OpenOver));
        FlowShape expected = new()
        {
            Weight = 1,
            ClientEvery = null,
            ServerEvery = new PeriodSpread(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
            Payload = new PayloadRange(64, 256),
            Plan = new GroupPlan
            {
                Name = "feeds",
                Transport = Transport.Udp,
                ClientPeriod = 0,
                ServerPeriod = 1_000_000_000,
                JitterPartsPerMillion = 200_000,
                Reply = false,
                Patience = 3_000_000_000,
                Roaming = false,
                ReopenAfter = null,
                KeepAlive = 0,
            },
        };
        Assert.Equal(expected, Assert.Single(flow.Shapes));
    }

    [Fact]
    public void Every_key_arrives_in_its_record()
    {
        Scenario scenario = Given.Plan(Given.Full).Scenario;

        Assert.Equal("Do flows that mostly receive survive churn: \"yes\" or 'no'?", scenario.Question);
        Assert.Equal(
            (5, 9, 2, new PortRange(40000, 50000)), (scenario.Clients, scenario.Servers, scenario.PortsPerServer, scenario.SourcePorts));
        Assert.Equal(new WarmUp(WarmUpKind.Fixed, TimeSpan.FromSeconds(30)), scenario.WarmUp);
        Assert.Equal((TimeSpan.FromMinutes(1), ulong.MaxValue, 4), (scenario.Duration, scenario.Seed, scenario.Repetitions));
        Assert.Equal((true, false), (scenario.Roomy, scenario.Control));
        Assert.Equal(("baseline", UnmatchedReply.Drop), (scenario.Nat.Variant, scenario.Nat.Unmatched));
        Assert.Equal(
            ("docker", TopologyKind.NodePort, "cilium-1.16"), (scenario.Backend, scenario.Topology, scenario.Nat.PortSelection));
        Assert.Equal(("image", "my-nat:1.2"), (scenario.Target, scenario.Nat.Image));
        Assert.Equal([new("EVICT", "lru"), new("LOG", "debug")], scenario.Nat.Environment);
        Assert.Equal(StaleEgress.Keep, scenario.Nat.StaleEgress);
        Assert.Equal(new ConntrackOptions(4096, 2048, 30_000_000_000), scenario.Nat.Conntrack);
        Assert.Equal(new MapOptions(4096, LruFlavour.PerCpu, BatchRule.Fixed128, 3), scenario.Nat.Map);
        Assert.Equal(TimeSpan.FromSeconds(2.5), scenario.Flows[0].OpenOver);
        FlowShape flow = scenario.Flows[0].Shapes[0];
        Assert.Equal(1_500_000_000, flow.Plan.ReopenAfter);
        Assert.Equal(
            (125_000, true, new PayloadRange(128, 128), true),
            (flow.Plan.JitterPartsPerMillion, flow.Plan.Reply, flow.Payload, flow.Plan.Roaming));
        Assert.Equal(30_000_000_000, scenario.Flows[1].Shapes[0].Plan.KeepAlive);
        PressurePlan churn = scenario.Pressure[0];
        Assert.Equal((2, false, 16, 1400), (churn.Exchanges, churn.Replies, churn.PayloadBytesMinimum, churn.PayloadBytesMaximum));
        RateShape rate = RateShape.PerSecond(400.5) with
        {
            RampTo = RateShape.PerThousandSeconds(4000),
            RampOver = 30_000_000_000,
            BurstEvery = 10_000_000_000,
            BurstLength = 1_000_000_000,
        };
        Assert.Equal(rate, churn.Rate);
        Assert.Equal(
            [
                new Evict { Half = EvictHalf.Reverse, Select = EvictSelect.Random, Share = 0.1, Group = "feeds" },
                new Evict { Half = EvictHalf.Both, Count = 7 },
                new Flush { Table = FlushedTable.Nat },
                new Evict { Half = EvictHalf.Any, RatePerSecond = 20 },
                new Flush { Table = FlushedTable.Nat },
                new Resize { Size = 512, Entries = ResizedEntries.Carried },
                new Gc { Action = GcAction.PurgeOrphans },
                new PortRangeChange { Minimum = 41000, Maximum = 42000 },
                new EgressAddressChange { Spare = 2 },
                new Fill { Share = 0.9 },
                new Restart { Table = RestartedTable.Lost },
                new Pause(),
                new CpuLimit { Share = 0.2 },
                new Delay { Nanoseconds = 50_000_000, Side = LinkSide.Servers, Direction = LinkDirection.ToNode, Host = 3 },
                new Jitter { Nanoseconds = 20_000_000 },
                new Loss { Share = 0.05, Side = LinkSide.Clients, Direction = LinkDirection.FromNode },
                new Duplicate { Share = 0.06 },
                new Reorder { Share = 0.07, Nanoseconds = 5_000_000 },
                new Corrupt { Share = 0.08 },
                new Partition { Side = LinkSide.Clients, Host = 0 },
                new ServerRestart { Host = 8 },
                new ClientPause(),
                new PressureBurst { Pressure = "dns", RatePerSecond = 900 },
            ],
            scenario.Faults.Select(fault => fault.Fault));
        Assert.Equal(TimeSpan.FromSeconds(10), scenario.Heal);
        Assert.Equal(TimeSpan.FromSeconds(20), scenario.Faults[0].Schedule.At);
        Assert.Equal([5, 15, 25], scenario.Faults[2].Schedule.KnownMoments(scenario.EndOfFaults)!.Select(moment => moment.TotalSeconds));
        Assert.Equal(new TimeRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5)), scenario.Faults[3].Schedule.Between);
        Assert.Equal(TimeSpan.FromSeconds(3), scenario.Faults[3].Schedule.For);
        Assert.Equal(new FaultCondition(ConditionSubject.Survival, ConditionSign.LessThan, 0.5), scenario.Faults[4].Schedule.When);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_change_nothing()
    {
        ScenarioPlan plan = Given.Plan("\uFEFF" + Given.Full.ReplaceLineEndings("\r\n"));

        Assert.Equal(Given.Show(Given.Plan(Given.Full)), Given.Show(plan));
    }

    [Fact]
    public void Quoted_and_plain_scalars_mean_the_same()
    {
        ScenarioPlan plan = Given.Plan(Given.Small.Replace(
            "duration: 10s", "duration: '10s'\nseed: \"7\"\ncontrol: \"off\"", StringComparison.Ordinal));

        Assert.Equal((7UL, false), (plan.Scenario.Seed, plan.Scenario.Control));
    }
}
