using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Control.Tests;

/// <summary>One of each message, in the order in which <see cref="ControlMessage"/> registers them.</summary>
internal static class ControlSamples
{
    private const long Second = 1_000_000_000;

    private static readonly NetworkPlan network = new()
    {
        Topology = TopologyKind.Egress, InsideNetwork = Ipv4Address.Parse("198.18.0.0"), OutsideNetwork = Ipv4Address.Parse("198.18.1.0"),
        PrefixBits = 24,
        Clients = 1, Servers = 2, ServerPorts = [7000], Translates = true,
    };

    private static readonly NatOptions nat = new()
    {
        Variant = "baseline", Map = new MapOptions(4096), Conntrack = new ConntrackOptions(1024, 512),
        EgressAddress = network.EgressAddress, Seed = 1,
        Services = [new Service(IpProtocol.Tcp, new SocketAddress(network.Frontend, 30001), [new SocketAddress(network.Server(0), 7000)])],
    };

    private static readonly TrafficPlan traffic = new()
    {
        Clients = 1, Servers = 2, ServerPorts = [7000], SourcePortMinimum = 32768, SourcePortMaximum = 60999, ReservedPorts = [33000],
        Groups =
        [
            new GroupPlan
            {
                Name = "feeds", Transport = Transport.Tcp, ClientPeriod = Second, ServerPeriod = 0, JitterPartsPerMillion = 100_000,
                Reply = true,
                Patience = 2 * Second, Roaming = false, ReopenAfter = 3 * Second, KeepAlive = 4 * Second,
            },
        ],
        Flows = [new FlowPlan(0, "feeds-0", 0, 0, 40000, 1, 7000, 5, 64, ulong.MaxValue) { ClientPeriod = Second }],
        Pressure = [
        new PressurePlan("dns", Transport.Udp, new RateShape(400_000) { RampTo = 800_000, RampOver = Second }, 1, true, 64, 128, 7)],
    };

    private static readonly EndpointStatistics statistics = new()
    {
        At = 5, ScheduledMessages = 100, LateMessages = 1, LongestLatenessNanoseconds = 7, StrayMessages = 2, LocalFailures = 3,
    };

    private static readonly Incident incident = new(1, Mechanism.ReverseEvicted, 9, 11)
    {
        Met = PacketMet.NewPort, Reverse = new EntryLoss(9, LossRule.Shrink, network.Connection(traffic.Flows[0], Transport.Tcp), 0),
    };

    public static IReadOnlyList<ControlMessage> All { get; } =
    [
        new ConfigureNode
        {
            Network = network, Datapath = NodeDatapath.Csharp, Nat = nat,
            Links = new LinkPlan(new LinkSet { ClientToNode = LinkConditions.Plain with { Loss = 0.25 } }, 3),
            KeepPackets = true, Watched = [.. traffic.Watched(network)],
        },
        new ConfigureEndpoint { Side = Side.Server, Index = 1, Network = network, Traffic = traffic, Trace = true },
        new Start { EpochNanoseconds = long.MaxValue },
        new PressureStart { At = -1 },
        new ZeroAt { At = 1 },
        new PressureStop { At = 2 },
        new StopAt { At = 3 },
        new AskStatistics(),
        new InjectFault
        {
            Number = 1,
            Order = new FaultOrder(
            2, new Evict { Half = EvictHalf.Any, Select = EvictSelect.Random, Share = 0.1 }, FaultPhase.Begin, 0, 5, 9, [1, 2]),
        },
        new Capture(7),
        new Captured(7, [new CapturedPacket(6, true, 1500, [0x45, 0])]),
        new ExplainLoss(7, 9),
        new OpenProbe(61000),
        new ProbeOpened(),
        new SendProbe(1, new SocketAddress(network.Server(0), 61000)),
        new ProbeSeen(1, new SocketAddress(network.EgressAddress, 61000)),
        new CloseProbe(),
        new Stop(),
        new Ready { MonotonicNanoseconds = 123, DescriptorLimit = 20_000 },
        new Opened { Flow = 1, At = 10 },
        new Refused { Flow = 1, Cause = DeathCause.Refused, At = 10 },
        new Died { Flow = 1, Cause = DeathCause.PortChanged, Side = Side.Server, At = 11 },
        new Reopened { Flow = 1, At = 11 },
        new Moved { Flow = 1, At = 12 },
        new Sent { Flow = 1, Side = Side.Client, Kind = MessageKind.Data, Sequence = uint.MaxValue, At = 13 },
        new LossExplained { Incident = incident },
        new FaultDone { Number = 1, At = 8, Report = new FaultReport(new Dictionary<string, long> { ["chosen"] = 1 }, [1]) },
        new NodeStatistics
        {
            At = 1, Packets = 2, Forwarded = 3, Punted = 4, WriteFailures = 5, Overflows = 6, Drops = new Dictionary<string,
            long> { ["notIpv4"] = 7 },
            Mappings = 8, Table = new TableCounters(9, 10, 11, 12, 13, 14, 15, new NewcomerLosses(16, 17, 18)),
        },
        statistics,
        new Summary
        {
            Side = Side.Client, Statistics = statistics, Flows = [new MessageCount(1, 2, 3) { LastArrival = 4 }],
            Newcomers = [new NewcomerGroup("dns", new NewcomerCounts(1, 2, 3, 4, 5, 6, 7, 8), [new NewcomerCounts { Answered = 9 }])],
        },
        new Error { Text = "a \"quoted\" line\nbreak" },
    ];
}
