using Chaos.Model;

namespace Chaos.Traffic.Tests;

public sealed class FlowLifeTests
{
    [Theory]
    [InlineData(Transport.Udp)]
    [InlineData(Transport.Tcp)]
    public void A_flow_opens_when_its_first_message_is_answered(Transport transport)
    {
        LoopbackWorld world = new(Plans.One(transport, clientEvery: 200));

        world.Run(LoopbackWorld.Second);

        Assert.Equal(["100 ms: 0 opened"], world.Events);
    }

    [Fact]
    public void An_opening_without_an_answer_is_refused_after_its_patience()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200)) { RepliesArrive = false };

        world.Run(5 * LoopbackWorld.Second);

        Assert.Contains("1100 ms: 0 refused, Refused", world.Events);
        Assert.Equal(0, world.OpenSockets);
    }

    [Fact]
    public void A_connection_that_is_reset_at_once_is_refused()
    {
        LoopbackWorld world = new(Plans.One(Transport.Tcp, clientEvery: 200)) { Listens = false };

        world.Run(LoopbackWorld.Second);

        Assert.Equal(["100 ms: 0 refused, Refused"], world.Events);
    }

    [Fact]
    public void Silence_of_the_server_kills_after_its_period_jitter_and_patience()
    {
        LoopbackWorld world = new(Plans.One(serverEvery: 500, jitterPercent: 20));
        world.Run(2 * LoopbackWorld.Second);
        long last = world.Messages.Last(message => message.Side == Side.Server).At;

        world.RepliesArrive = false;
        world.Run(10 * LoopbackWorld.Second);

        Assert.Contains($"{last / 1_000_000 + 500 + 100 + 1000} ms: 0 died, Timeout at Client", world.Events);
    }

    [Fact]
    public void A_missing_answer_kills_after_the_patience()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 300, reply: true));
        world.Run(2 * LoopbackWorld.Second);

        world.RepliesArrive = false;
        long firstUnanswered = world.Client.NextDue;
        world.Run(10 * LoopbackWorld.Second);

        Assert.Contains($"{(firstUnanswered + LoopbackWorld.Second) / 1_000_000} ms: 0 died, Timeout at Client", world.Events);
    }

    [Fact]
    public void A_flow_without_replies_stays_open_in_silence()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200));
        world.Run(LoopbackWorld.Second);

        world.RepliesArrive = false;
        world.Run(60 * LoopbackWorld.Second);

        Assert.Equal(["100 ms: 0 opened"], world.Events);
    }

    [Fact]
    public void A_strict_peer_ends_a_flow_from_another_port()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200));
        world.Run(LoopbackWorld.Second);

        world.PortShift = 1;
        world.Run(2 * LoopbackWorld.Second);

        Assert.Contains(world.Events, text => text.EndsWith("0 died, PortChanged at Server", StringComparison.Ordinal));
    }

    [Fact]
    public void A_roaming_peer_follows_and_is_counted()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, serverEvery: 200, roaming: true));
        world.Run(LoopbackWorld.Second);

        world.PortShift = 1;
        world.Run(5 * LoopbackWorld.Second);

        Assert.Equal(2, world.Events.Count);
        Assert.EndsWith("0 moved", world.Events[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_kills_an_open_flow_and_frees_its_socket()
    {
        LoopbackWorld world = new(Plans.One(Transport.Tcp, clientEvery: 200));
        world.Run(LoopbackWorld.Second);

        world.ResetClient();

        Assert.Contains("1000 ms: 0 died, Reset at Client", world.Events);
        Assert.Equal(0, world.OpenSockets);
    }

    [Fact]
    public void Nothing_is_sent_and_no_flow_dies_after_the_stop()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, serverEvery: 200, reply: true));
        world.Client.StopAt(3 * LoopbackWorld.Second);
        world.Server.StopAt(3 * LoopbackWorld.Second);

        world.Run(20 * LoopbackWorld.Second);

        Assert.All(world.Messages, message => Assert.True(message.At < 3 * LoopbackWorld.Second));
        Assert.Equal(["100 ms: 0 opened"], world.Events);
    }

    [Fact]
    public void Both_sides_count_the_same_messages()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 170, serverEvery: 230, reply: true, jitterPercent: 50));

        world.Run(30 * LoopbackWorld.Second);

        (_, int clientSent, int clientReceived) = Assert.Single(world.Client.Counts());
        (_, int serverSent, int serverReceived) = Assert.Single(world.Server.Counts());
        Assert.Equal((clientSent, serverSent), (serverReceived, clientReceived));
        Assert.InRange(clientSent, 280, 330);
    }
}
