using Chaos.Linux;
using Chaos.Packets;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// RST from the kernel in each of our states in which the kernel can send one, and RST from us for a connection that we no longer have.
/// <see cref="AnswerTests"/> compares how both sides handle an RST in each state.
/// </summary>
public sealed class ResetTests
{
    [NamespaceTheory]
    [InlineData(nameof(TcpState.SynReceived))]
    [InlineData(nameof(TcpState.Established))]
    [InlineData(nameof(TcpState.FinWait1))]
    [InlineData(nameof(TcpState.FinWait2))]
    [InlineData(nameof(TcpState.CloseWait))]
    [InlineData(nameof(TcpState.Closing))]
    [InlineData(nameof(TcpState.LastAck))]
    public Task A_reset_of_the_kernel_ends_our_connection(string state) => KernelWorld.RunAsync(world =>
    {
        string kernelDid = state == nameof(TcpState.SynReceived) ? CloseWhileConnecting(world) : Abort(world, state);
        world.RunUntil(() => world.Ours.Stack.Count == 0, "our connection is gone", 5);

        Assert.Equal(1, world.Capture.Count(packet => packet is { FromKernel: true, Fate: Fate.Passed } && packet.Has(TcpFlags.Rst)));
        ResultTable.Add(kernelDid, world.Capture.Summary(), row: state);
    });

    [NamespaceFact]
    public Task A_kernel_program_that_closes_with_unread_data_resets_us() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Ours.Send(KernelWorld.MessageOf(1));
        world.RunUntilQuiet();
        program.Close();
        world.RunUntil(() => world.Ours.Told.Contains("reset"), "we are reset");

        Assert.Equal("< RA", world.Capture.Names.Last());
        ResultTable.Add("closes with data unread", world.Capture.Summary(), "ours always reads");
    });

    [NamespaceFact]
    public Task Data_for_a_connection_that_we_lost_is_answered_with_a_reset() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        Lose(world);
        Assert.True(program.TrySend(KernelWorld.MessageOf(1)));
        world.RunUntil(() => program.TakeError() != Errno.None, "the kernel is reset");

        Assert.Equal(Errno.ConnectionReset, program.Error);
        Assert.Equal(["< 536", "> R"], world.Capture.Names.TakeLast(2));
        ResultTable.Add("sends", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task A_connection_that_we_lost_is_opened_again_after_the_kernels_challenge() => KernelWorld.RunAsync(world =>
    {
        KernelSocket listener = world.Listen();
        world.Ours.Connect(KernelWorld.Tuple);
        KernelSocket first = world.Accept(listener);
        Lose(world);
        world.Ours.Connect(KernelWorld.Tuple);
        world.Accept(listener);

        Assert.Equal(Errno.ConnectionReset, first.TakeError());
        Assert.Equal(["> S", "< A", "> R", "> S", "< SA", "> A"], world.Capture.Names.Skip(3));
        ResultTable.Add("answers the new SYN by a challenge", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task A_connection_that_the_kernel_lost_is_opened_again_after_our_challenge() => KernelWorld.RunAsync(world =>
    {
        KernelSocket first = world.ConnectToUs();
        world.RunUntil(() => world.Ours.State == TcpState.Established, "the kernel has connected to us");
        // We keep the connection because this RST is lost.
        world.Wire.Loses = packet => packet.Has(TcpFlags.Rst);
        first.Abort();
        world.RunUntilQuiet();
        world.Wire.Loses = _ => false;
        world.ConnectToUs();
        world.RunUntil(() => world.Ours.Told.Count == 3, "the kernel has connected again");

        Assert.Equal(["connected", "reset", "connected"], world.Ours.Told);
        Assert.Equal(["< S", "> A", "< R", "< S", "> SA", "< A"], world.Capture.Names.Skip(4));
        ResultTable.Add("aborts, then connects from the same port", world.Capture.Summary());
    });

    /// <summary>Brings our side into the state, then closes the kernel's program with RST.</summary>
    private static string Abort(KernelWorld world, string state)
    {
        KernelSocket program = world.Connected();
        TcpConnection connection = world.Ours.Connection!;
        switch (state)
        {
            case nameof(TcpState.FinWait1):
                world.Wire.Loses = packet => packet.FromKernel && !packet.Has(TcpFlags.Rst);
                connection.FinishSending();
                world.RunUntil(() => world.KernelState() == "CloseWait", "the kernel has our FIN");
                break;
            case nameof(TcpState.FinWait2):
                connection.FinishSending();
                world.RunUntil(() => connection.State == TcpState.FinWait2, "the kernel has acknowledged our FIN");
                break;
            case nameof(TcpState.CloseWait):
                program.ShutDownWriting();
                world.RunUntil(() => connection.State == TcpState.CloseWait, "we have the kernel's FIN");
                break;
            case nameof(TcpState.Closing):
                world.Wire.Loses = packet => !packet.FromKernel;
                connection.FinishSending();
                program.ShutDownWriting();
                world.RunUntil(() => connection.State == TcpState.Closing, "we have the kernel's FIN");
                break;
            case nameof(TcpState.LastAck):
                program.ShutDownWriting();
                world.RunUntil(() => connection.State == TcpState.CloseWait, "we have the kernel's FIN");
                world.Wire.Loses = packet => !packet.FromKernel;
                connection.FinishSending();
                break;
        }

        Assert.Equal(state, connection.State.ToString());
        program.Abort();
        world.RunUntil(() => world.Ours.Told.Contains("reset"), "we are reset");
        return "closes with SO_LINGER 0";
    }

    /// <summary>The kernel's program closes before our SYN-ACK arrives.</summary>
    private static string CloseWhileConnecting(KernelWorld world)
    {
        world.Wire.Loses = packet => !packet.FromKernel;
        KernelSocket program = world.ConnectToUs();
        world.RunUntil(() => world.Ours.Stack.Count == 1, "we have the kernel's SYN");
        program.Close();
        world.Wire.Loses = _ => false;
        return "closes while it connects; our SYN-ACK comes again";
    }

    private static void Lose(KernelWorld world)
    {
        uint expected = world.Ours.Connection!.Numbers.ReceiveNext;
        Message nothing = default;
        world.Ours.Stack.TryDeliver(KernelWorld.Tuple.Reversed(), new TcpNumbers(expected, 0, TcpFlags.Rst), nothing);
        Assert.Equal(0, world.Ours.Stack.Count);
    }
}
