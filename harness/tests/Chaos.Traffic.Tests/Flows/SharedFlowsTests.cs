using Chaos.Model;
using Chaos.Traffic.Flows;

namespace Chaos.Traffic.Tests.Flows;

public sealed class SharedFlowsTests
{
    /// <summary>A part of a plan keeps the flow numbers of the whole plan.</summary>
    private static readonly FlowPlan[] Part =
    [
        Flow(number: 40, client: 0, server: 1), Flow(number: 7, client: 1, server: 1),
        Flow(number: 41, client: 0, server: 0), Flow(number: 9, client: 2, server: 0),
    ];

    [Fact]
    public void The_flows_of_a_client_are_contiguous_in_the_table_and_belong_to_no_other_client()
    {
        SharedFlows shared = new(Plan(), Side.Client, new FlowTimers());
        ClientTraffic[] clients = [.. Enumerable.Range(0, 4).Select(client => Client(client, shared, engineNumber: client))];

        Assert.Equal([[40, 41], [7], [9], []], clients.Select(client => client.Counts().Select(count => count.Flow)));
    }

    [Fact]
    public void Engines_that_share_timers_are_due_on_those_only()
    {
        FlowTimers timers = new();
        SharedFlows shared = new(Plan(), Side.Client, timers);
        ClientTraffic[] clients = [.. Enumerable.Range(0, 3).Select(client => Client(client, shared, engineNumber: 10 + client))];

        Assert.All(clients, client => Assert.Equal(long.MaxValue, client.NextDue));
        List<(long At, DueFlow Flow)> due = [];
        while (timers.TryTake(long.MaxValue, out long at, out DueFlow flow)) due.Add((at, flow));
        Assert.Equal([(7, new DueFlow(11, 0)), (9, new(12, 0)), (40, new(10, 0)), (41, new(10, 1))], due);
    }

    [Fact]
    public void A_server_accepts_no_message_of_a_flow_of_another_server()
    {
        SharedFlows shared = new(Plan(), Side.Server, new FlowTimers());
        ServerTraffic[] servers = [.. Enumerable.Range(0, 2).Select(server => Server(server, shared))];
        Message hello = new(MessageKind.Hello, false, Flow: 40, 0, 64);

        servers[0].OnDatagram(0, 8080, new Peer(1, 1), hello);
        servers[0].OnDatagram(0, 8080, new Peer(1, 1), hello with { Flow = 8 });
        servers[0].OnDatagram(0, 8080, new Peer(1, 1), hello with { Flow = int.MaxValue });
        Assert.Equal(3, servers[0].StrayMessages);

        servers[1].OnDatagram(0, 8080, new Peer(1, 1), hello);
        Assert.Equal([new MessageCount(40, 1, 1) { LastArrival = 0 }, new(7, 0, 0)], servers[1].Counts());
        Assert.Equal([new MessageCount(41, 0, 0), new(9, 0, 0)], servers[0].Counts());
    }

    private static TrafficPlan Plan() => Plans.One() with { Flows = Part, Clients = 4, Servers = 2 };

    private static ClientTraffic Client(int client, SharedFlows shared, int engineNumber) =>
        new(Plan(), Plans.Network(Plan()), client, new NoNetwork(), new FlowLog(42), shared, engineNumber);

    private static ServerTraffic Server(int server, SharedFlows shared) =>
        new(Plan(), server, new NoNetwork(), new FlowLog(42), shared, engineNumber: server);

    private static FlowPlan Flow(int number, int client, int server) =>
        new(number, $"group-{number}", 0, client, (ushort)(40000 + number), server, 8080, OpenAt: number, 64, Seed: 7);

    /// <summary>All messages are lost.</summary>
    private sealed class NoNetwork : IClientSockets, IServerSockets
    {
        public void Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive)
        {
        }

        public void Send(int socket, in Message message)
        {
        }

        public void SendDatagram(ushort serverPort, Peer peer, in Message message)
        {
        }

        public void Close(int socket)
        {
        }
    }
}
