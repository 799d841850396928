using Chaos.Model;
using Chaos.Packets;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.Tcp;

/// <summary>Segments that do not fit the window or the state. KernelTcp/AnswerTests compares the answers with Linux.</summary>
public sealed class TcpMisfitTests
{
    private const TcpFlags Syn = TcpFlags.Syn, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin, Rst = TcpFlags.Rst;

    private readonly TcpWorld world = new();

    [Fact]
    public void A_reset_with_the_number_of_the_peers_fin_ends_a_connection()
    {
        Connect();
        world.Client.Connection!.FinishSending();
        world.Run(1100);
        Assert.Equal(TcpState.CloseWait, world.Server.Connection!.State);

        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(world.Server.Connection.Numbers.ReceiveNext.Plus(-1), 0, Rst), default);

        Assert.Contains("reset", world.Server.Told);
    }

    [Fact]
    public void A_second_syn_ends_a_request_with_a_reset()
    {
        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(1000, 0, Syn), default);
        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(1010, 0, Syn), default);

        Assert.Equal([Syn | Ack, Rst | Ack], world.Segments.Select(segment => segment.Numbers.Flags));
        Assert.Equal(1011u, world.Segments[1].Numbers.Acknowledgment);
        Assert.Equal(0, world.Server.Stack.Count);
    }

    [Fact]
    public void A_tuple_in_time_wait_acknowledges_what_does_not_fit_and_limits_it_for_empty_segments()
    {
        Connect();
        (uint send, uint receive) = world.Client.Connection!.Numbers;
        world.Client.Close();
        world.Run(1100);
        world.Server.Close();
        world.Run(2000);
        int before = world.Segments.Count;

        for (int copy = 0; copy < 3; copy++) Arrive(receive, Ack, 0);
        Assert.Equal(before + 1, world.Segments.Count);
        for (int copy = 0; copy < 3; copy++) Arrive(receive, Ack, 100);
        Assert.Equal(before + 4, world.Segments.Count);
        Arrive(receive.Plus(1), Ack, 0);
        Assert.Equal(before + 4, world.Segments.Count);
        Assert.All(world.Segments.Skip(before), segment =>
            Assert.Equal(new TcpNumbers(send.Plus(1), receive.Plus(1), Ack), segment.Numbers));

        void Arrive(uint sequence, TcpFlags flags, int length) => world.Client.Arrive(
            TcpWorld.Tuple.Reversed(), new TcpNumbers(sequence, send.Plus(1), flags), length == 0 ? default : Data(length));
    }

    [Fact]
    public void Time_wait_begins_again_when_the_peer_repeats_its_fin()
    {
        Connect();
        (uint send, uint receive) = world.Client.Connection!.Numbers;
        world.Client.Close();
        world.Run(1100);
        world.Server.Close();
        world.Run(31_000);

        // The server is closed and would answer the acknowledgment with RST, which ends TIME-WAIT.
        world.IsConnected = false;
        world.Client.Arrive(TcpWorld.Tuple.Reversed(), new TcpNumbers(receive, send.Plus(1), Fin | Ack), default);
        world.Run(90_000);
        Assert.Null(world.Client.Stack.Connect(TcpWorld.Tuple, 2, 0));
        world.Run(91_000);

        Assert.NotNull(world.Client.Stack.Connect(TcpWorld.Tuple, 2, 0));
    }

    [Fact]
    public void Data_and_a_fin_in_one_segment_get_one_acknowledgment()
    {
        Connect();
        int before = world.Segments.Count;
        (uint send, uint receive) = world.Server.Connection!.Numbers;

        // The client did not send this segment and would challenge the answer.
        world.IsConnected = false;
        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(receive, send, Fin | Ack), Data(100));
        world.Run(1500);

        Assert.Equal([receive.Plus(101)], world.Segments.Skip(before).Where(segment => !segment.FromClient)
            .Select(segment => segment.Numbers.Acknowledgment));
    }

    [Fact]
    public void What_is_sent_again_may_acknowledge_more_than_at_first()
    {
        Connect();
        (uint send, uint receive) = world.Server.Connection!.Numbers;
        world.IsConnected = false;
        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(receive, send, Ack), Data(100));
        world.Server.Send(1);

        world.Server.Arrive(TcpWorld.Tuple, new TcpNumbers(receive, send.Plus(100), Ack), Data(100));
        world.Run(60_000);

        // Nothing is retransmitted.
        Assert.Single(world.Segments, segment => segment is { FromClient: false, Length: > 0 });
    }

    private static Message Data(int length) => new(MessageKind.Data, false, 0, 0, length);

    private void Connect()
    {
        world.Connect();
        world.Run(1000);
    }
}
