using Chaos.Model;
using Chaos.Traffic.Pressure;

namespace Chaos.Traffic.Tests.Pressure;

public sealed class PressureTests
{
    [Theory]
    [InlineData(Transport.Udp, 1, true)]
    [InlineData(Transport.Udp, 3, false)]
    [InlineData(Transport.Tcp, 2, true)]
    [InlineData(Transport.Tcp, 1, false)]
    public void Short_flows_start_at_their_rate_and_complete(Transport transport, int exchanges, bool replies)
    {
        LoopbackWorld world = new(Plans.One(pressure: Plans.Pressure(transport, perSecond: 50, exchanges, replies)));
        world.Client.StartPressure(LoopbackWorld.Second);
        world.Client.StopPressure(3 * LoopbackWorld.Second);

        world.Run(10 * LoopbackWorld.Second);

        PressureCounters counters = world.Client.Pressure;
        Assert.Equal((100, 100, 0, 0), (counters.Started, counters.Completed, counters.Failed, counters.Skipped));
        Assert.Equal(1, world.OpenSockets);
    }

    [Fact]
    public void A_short_flow_without_its_answer_fails_and_frees_its_port()
    {
        PressurePlan pressure = Plans.Pressure(Transport.Udp, perSecond: 50, exchanges: 1, replies: true);
        LoopbackWorld world = new(Plans.One(pressure: pressure)) { RepliesArrive = false };
        world.Client.StartPressure(0);
        world.Client.StopPressure(LoopbackWorld.Second);

        world.Run(10 * LoopbackWorld.Second);

        Assert.Equal((50, 0, 50), (world.Client.Pressure.Started, world.Client.Pressure.Completed, world.Client.Pressure.Failed));
    }

    [Fact]
    public void Clients_share_the_rate_and_draw_from_streams_of_their_own()
    {
        PressurePlan pressure = Plans.Pressure(Transport.Udp, perSecond: 30, exchanges: 1, replies: false);
        TrafficPlan plan = Plans.One(pressure: pressure) with { Clients = 3 };
        Recorder[] clients = [.. Enumerable.Range(0, 3).Select(client => new Recorder(plan, client))];

        foreach (Recorder client in clients) client.Run(LoopbackWorld.Second);

        Assert.All(clients, client => Assert.Equal(10, client.Ports.Count));
        Assert.Equal(3, clients.Select(client => string.Join(',', client.Ports)).Distinct().Count());
    }

    /// <summary>The source ports that a client's pressure opens.</summary>
    private sealed class Recorder : IClientSockets
    {
        private readonly ClientTraffic traffic;

        public Recorder(TrafficPlan plan, int client)
        {
            traffic = new ClientTraffic(plan with { Flows = [] }, client, this, new FlowLog(0));
            traffic.StartPressure(0);
            traffic.StopPressure(LoopbackWorld.Second);
        }

        public List<ushort> Ports { get; } = [];

        public void Run(long until)
        {
            while (traffic.NextDue is long due && due <= until) traffic.Advance(due);
        }

        void IClientSockets.Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive) =>
            Ports.Add(sourcePort);

        void IClientSockets.Send(int socket, in Message message)
        {
        }

        void IClientSockets.Close(int socket)
        {
        }
    }
}
