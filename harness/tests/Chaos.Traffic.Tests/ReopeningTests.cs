using Chaos.Model;

namespace Chaos.Traffic.Tests;

public sealed class ReopeningTests
{
    [Theory]
    [InlineData(Transport.Udp)]
    [InlineData(Transport.Tcp)]
    public void A_reset_flow_opens_again_from_another_port_and_only_its_first_death_is_reported(Transport transport)
    {
        LoopbackWorld world = new(Plans.One(transport, clientEvery: 200, serverEvery: 200, reopenAfter: 500));
        world.Run(LoopbackWorld.Second);

        world.ResetClient();
        world.Run(2 * LoopbackWorld.Second);
        world.ResetClient();
        world.Run(3 * LoopbackWorld.Second);

        Assert.Equal(
            ["100 ms: 0 opened", "1000 ms: 0 died, Reset at Client", "1500 ms: 0 reopened", "2500 ms: 0 reopened"],
            world.Events.Where(IsOurs));
        Assert.NotEqual(40000, world.SourcePort);
        Assert.Equal(1, world.OpenSockets);
    }

    [Fact]
    public void Both_sides_receive_the_messages_of_a_new_life()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, serverEvery: 300, reply: true, reopenAfter: 100));
        world.Run(LoopbackWorld.Second);

        world.ResetClient();
        world.Run(20 * LoopbackWorld.Second);

        (_, int clientSent, int clientReceived) = Assert.Single(world.Client.Counts());
        (_, int serverSent, int serverReceived) = Assert.Single(world.Server.Counts());
        Assert.InRange(clientSent - serverReceived, 0, 2);
        Assert.InRange(serverSent - clientReceived, 0, 2);
        Assert.InRange(clientSent, 150, 175);
        Assert.Equal(3, world.Events.Count);
    }

    [Fact]
    public void A_server_with_the_old_life_open_accepts_the_new_one_and_reports_no_death()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, serverEvery: 200, reopenAfter: 100));
        world.Run(LoopbackWorld.Second);

        world.ResetClient();
        world.Run(5 * LoopbackWorld.Second);

        Assert.DoesNotContain(world.Events, text => text.Contains("at Server", StringComparison.Ordinal));
    }

    [Fact]
    public void An_opening_that_fails_is_tried_again_until_it_succeeds_and_counts_once()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, reopenAfter: 1000));
        world.Run(LoopbackWorld.Second);
        world.ResetClient();
        world.RepliesArrive = false;
        world.Run(10 * LoopbackWorld.Second);

        world.RepliesArrive = true;
        world.Run(20 * LoopbackWorld.Second);

        Assert.Equal(3, world.Events.Count);
        Assert.EndsWith("0 reopened", world.Events[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_that_never_opened_is_not_opened_again()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, reopenAfter: 100)) { RepliesArrive = false };

        world.Run(10 * LoopbackWorld.Second);

        Assert.DoesNotContain(world.Events, text => text.EndsWith("opened", StringComparison.Ordinal));
        Assert.Contains("1100 ms: 0 refused, Refused", world.Events);
        Assert.Equal(0, world.OpenSockets);
    }

    private static bool IsOurs(string text) => !text.StartsWith("server closed", StringComparison.Ordinal);
}
