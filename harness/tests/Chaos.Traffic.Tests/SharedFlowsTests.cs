namespace Chaos.Traffic.Tests;

public sealed class SharedFlowsTests
{
    /// <summary>A part of a plan keeps the numbers of the whole.</summary>
    private static readonly FlowPlan[] Flows =
    [
        Flow(number: 40, client: 0, server: 1), Flow(number: 7, client: 1, server: 1), Flow(number: 41, client: 0, server: 0), Flow(number: 9, client: 2, server: 0),
    ];

    [Fact]
    public void The_places_of_a_client_are_side_by_side_and_no_two_clients_share_one()
    {
        SharedFlows shared = new(Plan(), Side.Client, new FlowTimers());
        ClientTraffic[] clients = [.. Enumerable.Range(0, 4).Select(client => new ClientTraffic(Plan(), client, new Nowhere(), new FlowLog(42), shared, client))];

        Assert.Equal([[40, 41], [7], [9], []], clients.Select(client => client.Counts().Select(count => count.Flow)));
    }

    [Fact]
    public void Engines_that_share_timers_are_due_there_and_nowhere_else()
    {
        FlowTimers timers = new();
        SharedFlows shared = new(Plan(), Side.Client, timers);
        ClientTraffic[] clients = [.. Enumerable.Range(0, 3).Select(client => new ClientTraffic(Plan(), client, new Nowhere(), new FlowLog(42), shared, number: 10 + client))];

        Assert.All(clients, client => Assert.Equal(long.MaxValue, client.NextDue));
        List<(long Due, FlowMoment Moment)> due = [];
        while (timers.TryTake(long.MaxValue, out long at, out FlowMoment moment)) due.Add((at, moment));
        Assert.Equal([(7, new FlowMoment(11, 0)), (9, new(12, 0)), (40, new(10, 0)), (41, new(10, 1))], due);
    }

    [Fact]
    public void A_server_takes_no_message_of_a_flow_that_is_another_servers()
    {
        SharedFlows shared = new(Plan(), Side.Server, new FlowTimers());
        ServerTraffic[] servers = [.. Enumerable.Range(0, 2).Select(server => new ServerTraffic(Plan(), server, new Nowhere(), new FlowLog(42), shared, server))];
        Message hello = new(MessageKind.Hello, false, Flow: 40, 0, 64);

        servers[0].OnDatagram(0, 8080, new Peer(1, 1), hello);
        servers[0].OnDatagram(0, 8080, new Peer(1, 1), hello with { Flow = 8 });
        servers[0].OnDatagram(0, 8080, new Peer(1, 1), hello with { Flow = int.MaxValue });
        Assert.Equal(3, servers[0].StrayMessages);

        servers[1].OnDatagram(0, 8080, new Peer(1, 1), hello);
        Assert.Equal([new MessageCount(40, 1, 1), new(7, 0, 0)], servers[1].Counts());
        Assert.Equal([new MessageCount(41, 0, 0), new(9, 0, 0)], servers[0].Counts());
    }

    private static TrafficPlan Plan() => Plans.One() with { Flows = Flows, Clients = 4, Servers = 2 };

    private static FlowPlan Flow(int number, int client, int server) => new(number, $"group-{number}", 0, client, (ushort)(40000 + number), server, 8080, OpenAt: number, 64, Seed: 7);

    /// <summary>Whatever is sent there is lost.</summary>
    private sealed class Nowhere : IClientSockets, IServerSockets
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
