using Chaos.Faults;
using Chaos.Packets.Links;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.Faults;

/// <summary>What faults of links do, measured by messages and deaths. Two clients and three servers; flow N is client N % 2 and server N % 3.</summary>
public sealed class LinkFaultTests
{
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 100);
    private static readonly TrafficPlan Plan = Worlds.Plan(30, [Feeds]);

    [Fact]
    public void A_partition_of_one_client_kills_its_flows_and_no_other()
    {
        SimulationResult result = Run(new Partition { Side = LinkSide.Clients, Host = 1 }, 3 * Worlds.Second);

        Assert.Equal("feeds Timeout 15", Worlds.Deaths(Plan, result));
        Assert.All(Plan.Flows, flow => Assert.Equal(flow.Client == 1, result.Flows.Lives[flow.Number].DiedAt is not null));
        Assert.Equal(Plan.Flows.Where(flow => flow.Client == 1).Select(flow => flow.Number), result.Faults[0].Report.Flows);
    }

    [Fact]
    public void A_partition_in_the_direction_that_nobody_uses_kills_nobody()
    {
        SimulationResult result = Run(new Partition { Direction = LinkDirection.ToNode, Side = LinkSide.Clients }, 3 * Worlds.Second);

        Assert.Equal("", Worlds.Deaths(Plan, result));
    }

    [Fact]
    public void A_partition_shorter_than_the_patience_kills_nobody()
    {
        SimulationResult result = Run(new Partition { Side = LinkSide.Both }, Worlds.Second);

        Assert.Equal("", Worlds.Deaths(Plan, result));
        Assert.InRange(Missing(result), 250, 350);
    }

    [Fact]
    public void A_loss_takes_its_share_while_it_lasts()
    {
        SimulationResult result = Run(new Loss { Share = 0.25, Side = LinkSide.Servers, Direction = LinkDirection.ToNode }, 4 * Worlds.Second);

        // 30 flows, 10 messages a second each, 4 seconds, a quarter.
        Assert.InRange(Missing(result), 230, 370);
    }

    [Fact]
    public void Duplicates_arrive_besides_the_originals()
    {
        SimulationResult result = Run(new Duplicate { Share = 0.5, Side = LinkSide.Servers, Direction = LinkDirection.ToNode }, 4 * Worlds.Second);

        Assert.InRange(-Missing(result), 500, 700);
    }

    [Fact]
    public void A_corrupted_message_is_thrown_away_by_its_receiver()
    {
        SimulationResult result = Run(new Corrupt { Share = 0.25 }, 4 * Worlds.Second);

        Assert.InRange(Missing(result), 300, 700);
    }

    [Fact]
    public void A_delay_within_the_patience_kills_nobody_and_one_beyond_it_kills()
    {
        SimulationResult small = Run(new Delay { Nanoseconds = Worlds.Second }, 4 * Worlds.Second);
        SimulationResult large = Run(new Delay { Nanoseconds = 3 * Worlds.Second, Side = LinkSide.Clients }, 4 * Worlds.Second);

        Assert.Equal("", Worlds.Deaths(Plan, small));
        Assert.Equal("feeds Timeout 30", Worlds.Deaths(Plan, large));
    }

    [Theory]
    [MemberData(nameof(Undone))]
    public void What_a_fault_did_to_a_link_is_undone_at_its_end(LinkFault fault)
    {
        LinkConditions normal = new() { Delay = 7, Jitter = 3, Loss = 0.01, Duplicate = 0.02, Reorder = 0.03, ReorderBy = 4, Corrupt = 0.05 };
        Site site = new(normal);

        fault.Act(site, Order(fault, FaultPhase.Begin), 0);
        Assert.All(site.Links, link => Assert.NotEqual(normal, link.Link.Conditions));
        fault.Act(site, Order(fault, FaultPhase.End), 0);

        Assert.All(site.Links, link => Assert.Equal(normal, link.Link.Conditions));
    }

    public static TheoryData<LinkFault> Undone =>
    [
        new Delay { Nanoseconds = 50 }, new Jitter { Nanoseconds = 50 }, new Loss { Share = 1 }, new Duplicate { Share = 1 },
        new Reorder { Share = 1, Nanoseconds = 50 }, new Corrupt { Share = 1 }, new Partition(),
    ];

    private static SimulationResult Run(LinkFault fault, long length) => Worlds.Run(Plan, "restore-both", faults: [Worlds.At5(fault, length)]);

    private static long Missing(SimulationResult result) =>
        result.Messages.Sum(flow => (long)flow.ServerSent) - result.Messages.Sum(flow => (long)flow.ClientReceived);

    private static FaultOrder Order(Fault fault, FaultPhase phase) => new(0, fault, phase, 0, null, 1, null);

    private sealed class Site(LinkConditions normal) : INodeSite
    {
        public INatTable Table => throw new NotSupportedException();

        public NodeGate Gate => throw new NotSupportedException();

        public List<NodeLink> Links { get; } =
        [
            new NodeLink(LinkSide.Clients, 0, default, LinkDirection.ToNode, new Link(normal, 1, "up"), normal),
            new NodeLink(LinkSide.Clients, 0, default, LinkDirection.FromNode, new Link(normal, 1, "down"), normal),
        ];

        IEnumerable<NodeLink> INodeSite.Links => Links;

        public IEnumerable<(int Flow, Packets.FiveTuple Connection)> Flows => [];

        public void ChangePorts(ushort minimum, ushort maximum) => throw new NotSupportedException();

        public void RestorePorts() => throw new NotSupportedException();

        public void ChangeEgressAddress(int spare) => throw new NotSupportedException();
    }
}
