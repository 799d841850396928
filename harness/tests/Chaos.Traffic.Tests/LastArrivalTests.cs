using Chaos.Model;

namespace Chaos.Traffic.Tests;

/// <summary>When the last message of a flow's first life arrived at each side.</summary>
public sealed class LastArrivalTests
{
    private const long Millisecond = 1_000_000, Second = LoopbackWorld.Second;

    [Theory]
    [InlineData(Transport.Udp)]
    [InlineData(Transport.Tcp)]
    public void Each_side_keeps_the_time_of_its_last_arrival_after_the_death(Transport transport)
    {
        LoopbackWorld world = new(Plans.One(transport, clientEvery: 200, serverEvery: 300));
        world.Run(2 * Second);
        long lastOfClient = LastOf(world, Side.Client), lastOfServer = LastOf(world, Side.Server);

        world.RepliesArrive = false;
        world.Run(10 * Second);

        Assert.Equal(lastOfServer, LastArrival(world.Client));
        Assert.InRange(LastArrival(world.Server)!.Value, lastOfClient + Millisecond, 4 * Second);
    }

    [Fact]
    public void A_flow_that_never_opened_has_none()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200)) { RepliesArrive = false };

        world.Run(10 * Second);

        Assert.Null(LastArrival(world.Client));
    }

    [Fact]
    public void A_message_from_another_port_is_no_arrival()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, serverEvery: 200));
        world.Run(Second);
        long last = LastOf(world, Side.Client);

        world.PortShift = 1;
        world.Run(5 * Second);

        Assert.Equal(last, LastArrival(world.Server));
    }

    [Fact]
    public void Later_lives_leave_it_as_it_was()
    {
        LoopbackWorld world = new(Plans.One(clientEvery: 200, serverEvery: 300, reopenAfter: 100));
        world.Run(Second);
        (long? atClient, long? atServer) = (LastArrival(world.Client), LastArrival(world.Server));

        world.ResetClient();
        world.Run(5 * Second);
        world.ResetClient();
        world.Run(10 * Second);

        Assert.Equal(4, world.Events.Count);
        Assert.Equal((atClient, atServer), (LastArrival(world.Client), LastArrival(world.Server)));
    }

    private static long? LastArrival(TrafficEngine traffic) => Assert.Single(traffic.Counts()).LastArrival;

    /// <summary>Messages arrive at once in this world.</summary>
    private static long LastOf(LoopbackWorld world, Side side) => world.Messages.Last(message => message.Side == side).At;
}
