using Chaos.Model;

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

        NewcomerCounts counts = world.Newcomers.WarmUp;
        bool seen = transport == Transport.Tcp || replies;
        Assert.Equal(new NewcomerCounts { Answered = seen ? 100 : 0, Unobserved = seen ? 0 : 100 }, counts);
        Assert.Equal(100, counts.Started);
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

        Assert.Equal(new NewcomerCounts { Timeout = 50 }, world.Newcomers.WarmUp);
    }

    [Fact]
    public void Flows_are_counted_by_the_second_in_which_they_started_once_the_run_has_begun()
    {
        PressurePlan pressure = Plans.Pressure(Transport.Udp, perSecond: 50, exchanges: 1, replies: true);
        LoopbackWorld world = new(Plans.One(pressure: pressure));
        world.Client.StartPressure(0);
        world.Client.StopPressure(4 * LoopbackWorld.Second);
        world.Run(LoopbackWorld.Second - 1);
        world.Client.SetZero(LoopbackWorld.Second);
        world.Run(3 * LoopbackWorld.Second - 1);
        world.RepliesArrive = false;

        world.Run(10 * LoopbackWorld.Second);

        NewcomerCounts answered = new() { Answered = 50 };
        Assert.Equal(answered, world.Newcomers.WarmUp);
        Assert.Equal([answered, answered, new NewcomerCounts { Timeout = 50 }], world.Newcomers.BySecond);
        NewcomerCounts total = world.Newcomers.Total();
        Assert.Equal((150, 50, 1.0 / 3), (total.Started, total.Failed, total.FailedShare));
    }

    [Fact]
    public void A_connection_that_is_reset_before_it_stands_was_refused()
    {
        PressurePlan pressure = Plans.Pressure(Transport.Tcp, perSecond: 50, exchanges: 1, replies: true);
        LoopbackWorld world = new(Plans.One(pressure: pressure)) { Listens = false };
        world.Client.StartPressure(0);
        world.Client.StopPressure(LoopbackWorld.Second);

        world.Run(10 * LoopbackWorld.Second);

        Assert.Equal(new NewcomerCounts { Refused = 50 }, world.Newcomers.WarmUp);
    }

    [Fact]
    public void Groups_of_several_clients_are_added_second_by_second()
    {
        NewcomerCounts one = new() { Answered = 1 }, two = new() { Timeout = 2 };
        NewcomerGroup[] parts = [new("dns", one, [one]), new("web", two, []), new("dns", two, [one, two])];

        IReadOnlyList<NewcomerGroup> merged = NewcomerGroup.Merge(parts);

        Assert.Equal(["dns", "web"], merged.Select(group => group.Name));
        Assert.Equal(one + two, merged[0].WarmUp);
        Assert.Equal([one + one, two], merged[0].BySecond);
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
            traffic = new ClientTraffic(plan with { Flows = [] }, Plans.Network(plan), client, this, new FlowLog(0));
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
