using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.Tcp;

/// <summary>When Linux 6.18 acknowledges, as measured: harness/docs/decisions/0016-acknowledgments-at-once.md.</summary>
public sealed class AcknowledgmentModeTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(2000)]
    public void A_side_that_only_listens_acknowledges_at_once(long gap)
    {
        TcpWorld world = Connected();
        for (uint number = 0; number < 30; number++) Say(world, world.Client, 1000 + (number * gap), number);
        world.Run(100_000);

        Assert.All(AcknowledgmentsAfter(world, fromClient: true), wait => Assert.InRange(wait, 0, 1));
        Assert.Equal(30, world.Segments.Skip(3).Count(segment => segment is { FromClient: false, Length: 0 }));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2000)]
    public void A_client_that_asks_again_after_a_pause_acknowledges_each_answer_at_once(long gap)
    {
        TcpWorld world = Connected();
        Converse(world, gap, 10);

        Assert.Equal(10, world.Segments.Skip(3).Count(segment => segment is { FromClient: true, Length: 0 }));
        Assert.All(AcknowledgmentsAfter(world, fromClient: false), wait => Assert.InRange(wait, 0, 1));
    }

    [Fact]
    public void A_client_that_asks_again_within_40_milliseconds_acknowledges_by_asking_from_the_second_answer_on()
    {
        TcpWorld world = Connected();
        Converse(world, 20, 10);

        long[] pure = [.. world.Segments.Skip(3).Where(segment => segment is { FromClient: true, Length: 0 }).Select(
            segment => segment.At / TcpTimes.Millisecond)];
        // The first answer arrives at 1003; the last at 1183, and nothing follows it.
        Assert.Equal([1003, 1223], pure);
    }

    [Fact]
    public void A_server_acknowledges_the_first_question_and_answers_the_others()
    {
        TcpWorld world = Connected();
        Converse(world, 2000, 10);

        Assert.Equal(1, world.Segments.Skip(3).Count(segment => segment is { FromClient: false, Length: 0 }));
        Assert.Equal(10, world.Segments.Count(segment => segment is { FromClient: false, Length: > 0 }));
    }

    [Fact]
    public void A_side_that_owed_an_answer_and_gave_none_acknowledges_at_once_again()
    {
        TcpWorld world = Connected();
        Converse(world, 2000, 2);
        for (uint number = 2; number < 5; number++) Say(world, world.Client, 10_000 + (number * 1000), number);
        world.Run(30_000);

        long[] waits = [.. world.Segments.Where(segment => segment is { FromClient: false, Length: 0 } && segment.At > 10 * TcpTimes.Second)
            .Select(segment => segment.At / TcpTimes.Millisecond % 1000)];
        Assert.Equal([41, 1, 1], waits);
    }

    [Fact]
    public void The_end_of_a_connection_without_data_is_acknowledged_soon_and_after_data_when_no_end_of_ours_follows_in_40_milliseconds()
    {
        TcpWorld silent = Connected(), spoke = Connected();
        Say(spoke, spoke.Client, 1000, 0);
        foreach (TcpWorld world in (TcpWorld[])[silent, spoke])
        {
            world.At(2000, () => world.Client.Close());
            world.Run(5000);
        }

        Assert.Equal(2001, silent.Segments[^1].At / TcpTimes.Millisecond);
        Assert.Equal(2041, spoke.Segments[^1].At / TcpTimes.Millisecond);
    }

    [Fact]
    public void An_expected_answer_is_waited_for_no_longer_than_the_pace_of_the_peer_and_the_round_trip_say()
    {
        AcknowledgmentMode mode = new();
        for (int arrival = 1; arrival <= 20; arrival++) mode.OnReceived(arrival * 35 * TcpTimes.Millisecond, TcpTimes.Second);

        // The fixed point of half the expectation and the gap.
        Assert.InRange(mode.Delay(0), 69 * TcpTimes.Millisecond, 70 * TcpTimes.Millisecond);
        Assert.Equal(40 * TcpTimes.Millisecond, mode.Delay(2 * TcpTimes.Millisecond));
        Assert.Equal(50 * TcpTimes.Millisecond, mode.Delay(50 * TcpTimes.Millisecond));
    }

    private static TcpWorld Connected()
    {
        TcpWorld world = new();
        world.Connect();
        world.Run(999);
        return world;
    }

    private static void Say(TcpWorld world, TcpWorld.End end, long at, uint number) => world.At(at, () => end.Send(number));

    /// <summary>Questions from one second on, each answered a millisecond after it arrived.</summary>
    private static void Converse(TcpWorld world, long gap, uint questions)
    {
        for (uint number = 0; number < questions; number++)
        {
            Say(world, world.Client, 1000 + (number * gap), number);
            Say(world, world.Server, 1002 + (number * gap), number);
        }

        world.Run(1000 + (gap * questions) + 500);
    }

    /// <summary>Milliseconds from the arrival of each message of one side to the next segment of the other.</summary>
    private static IEnumerable<long> AcknowledgmentsAfter(TcpWorld world, bool fromClient) =>
        world.Segments.Where(segment => segment.FromClient == fromClient && segment.Length > 0).Select(message =>
            (world.Segments.First(
                segment => segment.FromClient != fromClient && segment.At > message.At).At - message.At) / TcpTimes.Millisecond - 1);
}
