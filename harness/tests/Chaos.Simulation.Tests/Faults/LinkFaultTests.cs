using Chaos.Faults;
using Chaos.Model;
using Chaos.Packets.Links;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests.Faults;

/// <summary>
/// What faults of links do, measured by messages and deaths. Two clients and three servers; flow N is client N % 2 and server N % 3.
/// </summary>
public sealed class LinkFaultTests
{
    private const long Millisecond = 1_000_000;

    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 100);
    private static readonly TrafficPlan Plan = Worlds.Plan(30, [Feeds]);

    [Fact]
    public void A_partition_of_one_client_kills_its_flows_and_no_other()
    {
        RunOutcome result = Run(new Partition { Side = LinkSide.Clients, Host = 1 }, 3 * Worlds.Second);

        Assert.Equal("feeds Timeout 15", Worlds.Deaths(Plan, result));
        Assert.All(Plan.Flows, flow => Assert.Equal(flow.Client == 1, result.Flows.Lives[flow.Number].DiedAt is not null));
        Assert.Equal(Plan.Flows.Where(flow => flow.Client == 1).Select(flow => flow.Number), result.Faults[0].Report.Flows);
    }

    [Fact]
    public void A_partition_in_the_direction_that_nobody_uses_kills_nobody()
    {
        RunOutcome result = Run(new Partition { Direction = LinkDirection.ToNode, Side = LinkSide.Clients }, 3 * Worlds.Second);

        Assert.Equal("", Worlds.Deaths(Plan, result));
    }

    [Fact]
    public void A_partition_shorter_than_the_patience_kills_nobody()
    {
        RunOutcome result = Run(new Partition { Side = LinkSide.Both }, Worlds.Second);

        Assert.Equal("", Worlds.Deaths(Plan, result));
        Assert.InRange(Missing(result), 250, 350);
    }

    [Fact]
    public void A_loss_takes_its_share_while_it_lasts()
    {
        RunOutcome result = Run(new Loss { Share = 0.25, Side = LinkSide.Servers, Direction = LinkDirection.ToNode }, 4 * Worlds.Second);

        // 30 flows, 10 messages a second each, 4 seconds, a quarter.
        Assert.InRange(Missing(result), 230, 370);
    }

    [Fact]
    public void Duplicates_arrive_besides_the_originals()
    {
        RunOutcome result = Run(
            new Duplicate { Share = 0.5, Side = LinkSide.Servers, Direction = LinkDirection.ToNode }, 4 * Worlds.Second);

        Assert.InRange(-Missing(result), 500, 700);
    }

    [Fact]
    public void A_corrupted_message_is_thrown_away_by_its_receiver()
    {
        RunOutcome result = Run(new Corrupt { Share = 0.25 }, 4 * Worlds.Second);

        Assert.InRange(Missing(result), 300, 700);
    }

    [Fact]
    public void A_delay_within_the_patience_kills_nobody_and_one_beyond_it_kills()
    {
        RunOutcome small = Run(new Delay { Nanoseconds = Worlds.Second }, 4 * Worlds.Second);
        RunOutcome large = Run(new Delay { Nanoseconds = 3 * Worlds.Second, Side = LinkSide.Clients }, 4 * Worlds.Second);

        Assert.Equal("", Worlds.Deaths(Plan, small));
        Assert.Equal("feeds Timeout 30", Worlds.Deaths(Plan, large));
    }

    /// <summary>Requests of one flow leave every 20 ms to the nanosecond; an answer leaves as soon as its request has come.</summary>
    [Fact]
    public void Jitter_spreads_the_gaps_between_arrivals_and_overtakes_nothing()
    {
        AnswerLog log = Ask(new Jitter { Nanoseconds = 8 * Millisecond, Side = LinkSide.Clients, Direction = LinkDirection.ToNode });

        Assert.Equal([20 * Millisecond], log.Gaps(0, 1 * Worlds.Second, 5 * Worlds.Second).Distinct());
        long[] gaps = [.. log.Gaps(0, 5 * Worlds.Second, 7 * Worlds.Second)];
        // Two uniform draws to either side: the gap strays by up to twice the jitter, with a deviation of 8 ms * sqrt(2 / 3).
        double deviation = Math.Sqrt(gaps.Average(gap => Math.Pow((gap - 20.0 * Millisecond) / Millisecond, 2)));
        Assert.InRange(deviation, 5, 8);
        Assert.All(gaps, gap => Assert.InRange(gap, 4 * Millisecond, 36 * Millisecond));
        Assert.Equal(0, log.Overtaken(0, 0, 10 * Worlds.Second));
    }

    [Fact]
    public void Reordered_packets_are_overtaken_by_those_sent_after_them()
    {
        AnswerLog log = Ask(
            new Reorder { Share = 0.2, Nanoseconds = 50 * Millisecond, Side = LinkSide.Clients, Direction = LinkDirection.ToNode });

        Assert.Equal(0, log.Overtaken(0, 0, 5 * Worlds.Second));
        // A hundred requests in two seconds, a fifth of them held back by more than two gaps.
        Assert.InRange(log.Overtaken(0, 5 * Worlds.Second, 7 * Worlds.Second), 8, 35);
    }

    [Fact]
    public void Tcp_puts_reordered_segments_in_order_and_loses_no_message()
    {
        TrafficPlan plan = Worlds.Plan(6, [Worlds.Group("streams", Transport.Tcp, 20, 0)]);

        RunOutcome reordered = Worlds.Run(
            plan, "restore-both", faults: [Worlds.At5(new Reorder { Share = 0.2, Nanoseconds = 50 * Millisecond }, 2 * Worlds.Second)]);

        Assert.Equal("", Worlds.Deaths(plan, reordered));
        Assert.All(reordered.Messages, flow => Assert.Equal(flow.ClientSent, flow.ServerReceived));
        Assert.NotEqual(Worlds.Run(plan, "restore-both").Trace, reordered.Trace);
    }

    [Theory]
    [MemberData(nameof(Undone))]
    public void What_a_fault_did_to_a_link_is_undone_at_its_end(LinkFault fault)
    {
        LinkConditions normal = new()
        {
            Delay = 7, Jitter = 3, Loss = 0.01, Duplicate = 0.02, Reorder = 0.03, ReorderBy = 4, Corrupt = 0.05,
        };
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

    private static AnswerLog Ask(LinkFault fault)
    {
        TrafficPlan plan = Worlds.Plan(1, [Worlds.Group("asks", Transport.Udp, 20, 0, reply: true) with { JitterPartsPerMillion = 0 }]);
        AnswerLog log = new();
        log.Zero = Worlds.Run(plan, "baseline", faults: [Worlds.At5(fault, 2 * Worlds.Second)], observer: log,
            links: new LinkSet { ClientToNode = new() { Delay = 20 * Millisecond } }).Zero;
        return log;
    }

    private static RunOutcome Run(LinkFault fault, long length) => Worlds.Run(Plan, "restore-both", faults: [Worlds.At5(fault, length)]);

    private static long Missing(RunOutcome result) =>
        result.Messages.Sum(flow => (long)flow.ServerSent) - result.Messages.Sum(flow => (long)flow.ClientReceived);

    private static FaultOrder Order(Fault fault, FaultPhase phase) => new(0, fault, phase, 0, null, 1, null);

    private sealed class Site(LinkConditions normal) : INodeSite
    {
        public INatTable Table => throw new NotSupportedException();

        public ICollector? Collector => null;

        public NodeGate Gate => throw new NotSupportedException();

        public List<NodeLink> Links { get; } =
        [
            new NodeLink(LinkSide.Clients, 0, default, LinkDirection.ToNode, new Link(normal, 1, "up"), normal),
            new NodeLink(LinkSide.Clients, 0, default, LinkDirection.FromNode, new Link(normal, 1, "down"), normal),
        ];

        IEnumerable<NodeLink> INodeSite.Links => Links;

        public IEnumerable<WatchedFlow> Flows => [];

        public void ChangePorts(ushort minimum, ushort maximum) => throw new NotSupportedException();

        public void RestorePorts() => throw new NotSupportedException();

        public void ChangeEgressAddress(int spare) => throw new NotSupportedException();
    }
}
