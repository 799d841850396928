using Chaos.Packets;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.Tcp;

/// <summary>The rules one by one; times are those of Linux.</summary>
public sealed class TcpConnectionTests
{
    private const TcpFlags Syn = TcpFlags.Syn, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin, Rst = TcpFlags.Rst;

    [Fact]
    public void A_handshake_is_three_segments()
    {
        TcpWorld world = Connected();

        Assert.Equal([Syn, Syn | Ack, Ack], world.Segments.Select(segment => segment.Numbers.Flags));
        Assert.Equal(["connected"], world.Client.Told);
        Assert.Equal(["connected"], world.Server.Told);
    }

    [Fact]
    public void A_syn_that_nobody_hears_is_sent_ten_times_again_and_given_up_after_131_seconds()
    {
        TcpWorld world = new() { IsConnected = false };
        world.Connect();

        world.Run(200_000);

        Assert.Equal([0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67], world.Segments.Select(segment => segment.At / TcpTimes.Second));
        Assert.Equal(["timed out"], world.Client.Told);
    }

    [Fact]
    public void A_port_without_a_listener_resets()
    {
        TcpWorld world = new();
        world.Client.Connection = world.Client.Stack.Connect(TcpWorld.Tuple with { DestinationPort = 81 }, 1, 0);

        world.Run(1000);

        Assert.Equal(["reset"], world.Client.Told);
        Assert.Equal(0, world.Client.Stack.Count);
    }

    [Fact]
    public void A_side_that_answers_delays_one_acknowledgment_by_40_milliseconds_and_not_a_second()
    {
        TcpWorld world = Answering();
        world.Client.Send(1);
        world.Client.Send(2);
        world.Run(3000);
        world.Client.Send(3);
        world.Run(4000);

        long[] acknowledged = [
            .. world.Segments.Where(segment => segment is { FromClient: false, Length: 0 } && segment.At >= 2 * TcpTimes.Second)
            .Select(segment => segment.At / TcpTimes.Millisecond)];

        Assert.Equal([2001, 3041], acknowledged);
    }

    [Fact]
    public void An_answer_carries_the_acknowledgment()
    {
        TcpWorld world = Answering();
        world.Client.Send(1);
        world.Run(2010);
        world.Server.Send(1);
        world.Run(2030);

        Assert.DoesNotContain(world.Segments, segment => segment is { FromClient: false, Length: 0 } && segment.At >= 2 * TcpTimes.Second);
    }

    [Fact]
    public void What_is_not_acknowledged_is_sent_again_with_doubled_waits_until_the_connection_is_given_up()
    {
        TcpWorld world = Connected();
        world.IsConnected = false;
        world.Client.Send(0);

        world.Run(2_000_000);

        long[] sent = [.. world.Segments.Where(segment => segment.Length > 0).Select(segment => segment.At / TcpTimes.Millisecond)];
        long[] waits = [.. sent.Zip(sent.Skip(1), (before, after) => after - before)];
        Assert.Equal(15, waits.Length);
        // The least timeout and the measured round trip of up to 2 ms.
        Assert.InRange(waits[0], 200, 203);
        for (int wait = 1; wait < waits.Length; wait++)
            Assert.InRange(waits[wait], Math.Min(waits[wait - 1] * 2 - 2, 120_000), Math.Min((waits[wait - 1] * 2) + 2, 120_000));
        Assert.Equal(["connected", "timed out"], world.Client.Told);
    }

    [Fact]
    public void Three_duplicate_acknowledgments_make_up_for_a_timeout()
    {
        TcpWorld world = Connected();
        world.IsConnected = false;
        world.Client.Send(0);
        world.IsConnected = true;
        for (uint number = 1; number <= 3; number++) world.Client.Send(number);

        world.Run(1100);

        Assert.Equal([0u, 1, 2, 3], world.Server.Received);
    }

    [Fact]
    public void Both_sides_close_in_order_and_who_began_rests_for_a_minute()
    {
        TcpWorld world = Answering();
        world.Client.Close();
        world.Run(2010);
        world.Server.Close();
        world.Run(3000);

        Assert.Equal([Fin | Ack, Fin | Ack, Ack], world.Segments.Skip(7).Select(segment => segment.Numbers.Flags));
        Assert.Equal(["connected", "peer closed"], world.Server.Told);
        Assert.Null(world.Client.Stack.Connect(TcpWorld.Tuple, 2, 0));
        world.Run(64_000);
        Assert.NotNull(world.Client.Stack.Connect(TcpWorld.Tuple, 2, 0));
    }

    [Fact]
    public void A_side_that_has_said_all_still_listens()
    {
        TcpWorld world = Connected();
        world.Client.Connection!.FinishSending();
        world.Run(1100);
        world.Server.Send(7);
        world.Run(1200);

        Assert.Equal([7u], world.Client.Received);
        Assert.Equal(TcpState.FinWait2, world.Client.Connection!.State);
        Assert.Equal(TcpState.CloseWait, world.Server.Connection!.State);
    }

    [Fact]
    public void Data_for_a_program_that_is_gone_is_answered_with_a_reset()
    {
        TcpWorld world = Connected();
        world.Client.Close();
        world.Run(1100);
        world.Server.Send(7);
        world.Run(1200);

        Assert.Equal(["connected", "peer closed", "reset"], world.Server.Told);
        Assert.Equal(0, world.Client.Stack.Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    [InlineData(70000, false)]
    public void Only_a_reset_with_the_exact_number_ends_a_connection(int offset, bool ends)
    {
        TcpWorld world = Connected();
        uint expected = world.Server.Connection!.Numbers.ReceiveNext;

        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(expected.Plus(offset), 0, Rst), default);
        world.Run(1100);

        Assert.Equal(ends, world.Server.Told.Contains("reset"));
        // Within the window the peer is asked (RFC 5961 section 3).
        Assert.Equal(offset == 1, world.Segments.Skip(3).Any(segment => segment is { FromClient: false, Numbers.Flags: Ack }));
    }

    [Fact]
    public void A_client_that_forgot_its_connection_opens_it_again_over_the_servers_challenge()
    {
        TcpWorld world = Connected();
        world.Client.Stack.TryDeliver(
            TcpWorld.Tuple.Reversed(), new TcpNumbers(world.Client.Connection!.Numbers.ReceiveNext, 0, Rst), default);
        world.Connect();

        world.Run(5000);

        Assert.Equal(["connected", "reset", "connected"], world.Server.Told);
        Assert.Equal(["connected", "reset", "connected"], world.Client.Told);
    }

    [Fact]
    public void An_idle_connection_is_probed_and_lives_while_its_peer_answers()
    {
        TcpWorld world = Connected(keepAlive: 10 * TcpTimes.Second);

        world.Run(101_000);

        Assert.Equal(10, world.Segments.Count(segment => segment.FromClient && segment.At > TcpTimes.Second));
        Assert.Equal(10, world.Segments.Count(segment => !segment.FromClient && segment.At > TcpTimes.Second));
        Assert.Equal(["connected"], world.Client.Told);
    }

    [Fact]
    public void Nine_probes_without_an_answer_end_an_idle_connection()
    {
        TcpWorld world = Connected(keepAlive: 10 * TcpTimes.Second);
        world.IsConnected = false;

        world.Run(99_000);
        Assert.Equal(["connected"], world.Client.Told);
        world.Run(101_000);

        Assert.Equal(["connected", "timed out"], world.Client.Told);
    }

    [Fact]
    public void Two_ends_that_disagree_do_not_answer_each_other_forever()
    {
        TcpWorld world = Connected();
        uint strange = world.Server.Connection!.Numbers.ReceiveNext.Plus(1_000_000);

        for (int copy = 0; copy < 10; copy++) world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(strange, 0, Ack), default);
        world.Run(60_000);

        Assert.InRange(world.Segments.Count, 4, 6);
    }

    [Fact]
    public void Icmp_ends_an_attempt_to_connect_and_no_connection()
    {
        TcpWorld world = new() { IsConnected = false };
        world.Connect();
        Unreachable(world, IcmpUnreachableCode.Port);
        TcpWorld connected = Connected();
        Unreachable(connected, IcmpUnreachableCode.Port);

        Assert.Equal(["reset"], world.Client.Told);
        Assert.Equal(["connected"], connected.Client.Told);
    }

    [Fact]
    public void Two_ends_that_connect_to_each_other_at_once_have_one_connection_after_four_segments()
    {
        TcpWorld world = new();
        world.Connect();
        world.Server.Connection = world.Server.Stack.Connect(TcpWorld.Tuple.Reversed(), 1, 0);

        world.Run(5000);

        Assert.Equal([Syn, Syn, Syn | Ack, Syn | Ack], world.Segments.Select(segment => segment.Numbers.Flags));
        Assert.Equal(["connected"], world.Client.Told);
        Assert.Equal(["connected"], world.Server.Told);
    }

    [Theory]
    [InlineData(IcmpUnreachableCode.Host, 0, true)]
    [InlineData(IcmpUnreachableCode.Host, 1000, false)]
    [InlineData(IcmpUnreachableCode.FragmentationNeeded, 0, false)]
    public void Icmp_about_the_syn_ends_an_attempt_to_connect(IcmpUnreachableCode code, int offset, bool ends)
    {
        TcpWorld world = new() { IsConnected = false };
        world.Connect();
        Unreachable(world, code, offset);

        Assert.Equal(ends ? ["reset"] : [], world.Client.Told);
    }

    /// <summary>An error about the client's last segment, or about another one.</summary>
    private static void Unreachable(TcpWorld world, IcmpUnreachableCode code, int offset = 0) =>
        world.Client.Stack.OnUnreachable(TcpWorld.Tuple, world.Client.Connection!.Numbers.SendNext.Plus(offset - 1), code);

    /// <summary>Two seconds after the handshake began, when the server has answered once.</summary>
    private static TcpWorld Answering()
    {
        TcpWorld world = Connected();
        world.Client.Send(0);
        world.Run(1002);
        world.Server.Send(0);
        world.Run(2000);
        return world;
    }

    /// <summary>One second after the handshake began.</summary>
    private static TcpWorld Connected(long keepAlive = 0)
    {
        TcpWorld world = new();
        world.Connect(keepAlive);
        world.Run(1000);
        return world;
    }
}
