using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Containers.Tests;

/// <summary>
/// Every fault of a link, one after another in one running node, on either side of it. A server answers a request as soon as it has come,
/// so its answers say
/// which requests came, when, in which order and how often.
/// </summary>
[Trait("Category", "Docker")]
public sealed class LinkFaultsInTheNodeTests(DockerFixture docker)
{
    private const int Flows = 4;
    private const long Period = 20 * SmallRuns.Millisecond;
    private const long Constant = 20 * SmallRuns.Millisecond;

    private static readonly TimeSpan length = TimeSpan.FromMilliseconds(700), between = TimeSpan.FromMilliseconds(300);

    private static readonly LinkFault[] faults =
    [
        new Delay { Nanoseconds = 200 * SmallRuns.Millisecond, Side = LinkSide.Clients, Direction = LinkDirection.ToNode },
        new Jitter { Nanoseconds = 9 * SmallRuns.Millisecond, Side = LinkSide.Clients, Direction = LinkDirection.ToNode },
        new Loss { Share = 0.5, Side = LinkSide.Servers, Direction = LinkDirection.FromNode },
        new Duplicate { Share = 0.5, Side = LinkSide.Clients, Direction = LinkDirection.ToNode },
        new Reorder { Share = 0.3, Nanoseconds = 50 * SmallRuns.Millisecond, Side = LinkSide.Servers, Direction = LinkDirection.FromNode },
        new Corrupt { Share = 1, Side = LinkSide.Servers, Direction = LinkDirection.FromNode },
        new Partition { Side = LinkSide.Clients, Direction = LinkDirection.ToNode, Host = 0 },
    ];

    [Fact]
    public async Task Each_fault_of_a_link_does_to_requests_what_its_name_says_and_is_over_when_it_ends()
    {
        LinkSet links = new() { ClientToNode = LinkConditions.Plain with { Delay = LinkConditions.Plain.Delay + Constant } };
        TopologyOptions options = SmallRuns.Options("links", SmallRuns.Traffic(
            Flows, SmallRuns.Group(
            "asks", Transport.Udp, Period, 0, reply: true) with
            { JitterPartsPerMillion = 0, Patience = 30 * SmallRuns.Second },
            SmallRuns.Group("streams", Transport.Tcp, Period, 0) with { Patience = 30 * SmallRuns.Second }));
        options = options with { Plan = options.Plan with { Links = new LinkPlan(links, 0) }, Trace = true };
        await using Topology topology = await docker.StartAsync(options);

        List<ProgramEvent> heard = await SmallRuns.RunAsync(
            topology, 2 * Flows, 8500 * SmallRuns.Millisecond, () => OrderAllAsync(topology));

        Assert.Empty(heard.Said<Died>());
        Requests requests = new(heard);
        FaultDone[] done = [.. heard.Said<FaultDone>().OrderBy(one => one.Number)];
        // What is sent in the last moments comes to the servers' links when the fault is over.
        Window Of(int fault) => requests.Between(done[2 * fault].At, done[2 * fault + 1].At - 2 * Constant);
        // The constant delay of the scenario, in each gap between two faults.
        Assert.All(
            Enumerable.Range(0, faults.Length - 1).Select(fault => requests.Between(
            done[2 * fault + 1].At + 60 * SmallRuns.Millisecond, done[2 * fault + 2].At - 60 * SmallRuns.Millisecond)),
            quiet => Assert.Equal((quiet.Sent.Count, 0), (quiet.Answers.Count, quiet.Overtaken)));
        Assert.InRange(requests.Between(
            done[3].At + 60 * SmallRuns.Millisecond, done[4].At).MedianWay, Constant, Constant + 10 * SmallRuns.Millisecond);

        Assert.InRange(Of(0).MedianWay, Constant + 200 * SmallRuns.Millisecond, Constant + 210 * SmallRuns.Millisecond);
        // Nine milliseconds to either side would be quartiles nine apart; that none overtakes another brings them to about six.
        Assert.InRange(Of(1).MiddleHalfOfWays, 4 * SmallRuns.Millisecond, 9 * SmallRuns.Millisecond);
        Assert.Equal(0, Of(1).Overtaken);
        Assert.InRange(Of(2).ShareAnswered, 0.3, 0.7);
        Assert.InRange(Of(3).Answers.Count / (double)Of(3).Sent.Count, 1.3, 1.7);
        Assert.InRange(Of(4).Overtaken, 10, 80);
        Assert.Equal(1, Of(4).ShareAnswered);
        Assert.Equal(0, Of(5).ShareAnswered);
        Assert.InRange(Of(6).ShareAnswered, 0.4, 0.6);
        Assert.All(Of(6).Answers, answer => Assert.Equal(1, answer.Flow % 2));
    }

    private static async Task OrderAllAsync(Topology topology)
    {
        for (int fault = 0; fault < faults.Length; fault++)
        {
            await OrderAsync(topology, 2 * fault, faults[fault], FaultPhase.Begin);
            await Task.Delay(length, TimeProvider.System, TestContext.Current.CancellationToken);
            await OrderAsync(topology, 2 * fault + 1, faults[fault], FaultPhase.End);
            await Task.Delay(between, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static Task OrderAsync(Topology topology, int number, LinkFault fault, FaultPhase phase) => topology.Node.SendAsync(
        new InjectFault { Number = number, Order = new FaultOrder(number / 2, fault, phase, 0, null, 1, null) });

    /// <summary>The datagrams of the watched flows, as both ends told them.</summary>
    private sealed class Requests(IEnumerable<ProgramEvent> heard)
    {
        private readonly Sent[] all = [.. heard.Said<Sent>().Where(sent => sent.Flow < Flows)];

        public Window Between(long from, long until)
        {
            Dictionary<(int, uint), long> sent = all.Where(
                one => one is { Kind: MessageKind.Data, Side: Side.Client } && one.At >= from && one.At < until)
                .ToDictionary(one => (one.Flow, one.Sequence), one => one.At);
            return new Window(sent, [.. all.Where(one => one.Kind == MessageKind.Answer && sent.ContainsKey((one.Flow, one.Sequence)))]);
        }
    }

    /// <summary>What was sent in a while, and all answers to it, whenever they came.</summary>
    private sealed record Window(Dictionary<(int Flow, uint Sequence), long> Sent, IReadOnlyList<Sent> Answers)
    {
        public double ShareAnswered => Answers.Select(answer => (answer.Flow, answer.Sequence)).Distinct().Count() / (double)Sent.Count;

        public long MedianWay => WayAt(0.5);

        /// <summary>
        /// How far apart the quartiles of the ways are: a deviation would be made by the few packets of a moment at which the machine stood
        /// still.
        /// </summary>
        public long MiddleHalfOfWays => WayAt(0.75) - WayAt(0.25);

        /// <summary>Answers whose request came after one that was sent later.</summary>
        public int Overtaken => Answers.GroupBy(answer => answer.Flow).Sum(
            flow => flow.Where((answer, place) => flow.Take(place).Any(before => before.Sequence > answer.Sequence)).Count());

        private long WayAt(double share) =>
            Answers.Select(answer => answer.At - Sent[(answer.Flow, answer.Sequence)]).Order().ElementAt((int)(share * Answers.Count));
    }
}
