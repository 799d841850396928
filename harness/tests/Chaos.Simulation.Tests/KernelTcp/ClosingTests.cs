using Chaos.Linux;
using Chaos.Packets;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Orderly closes in every order, half-closes, and data that arrives after a close.</summary>
public sealed class ClosingTests
{
    private const long SlowWire = 20 * TcpTimes.Millisecond;
    private const TcpFlags Fin = TcpFlags.Fin, Rst = TcpFlags.Rst;

    [NamespaceFact]
    public Task We_close_first_and_enter_time_wait() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        Close(world);
        world.RunUntil(() => program.ReadsEnd(), "the kernel's program reads the end");
        program.Close();
        world.RunUntil(() => world.Ours.Stack.Count == 0 && world.KernelState() == "Closed", "both ends are closed");

        AssertOneFinEach(world);
        AssertTimeWait(world);
        ResultTable.Add("closes when it reads the end", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task The_kernel_closes_first_and_enters_time_wait() => KernelWorld.RunAsync(world =>
    {
        world.Connected().Close();
        world.RunUntil(() => world.Ours.Told.Contains("peer closed"), "we receive the FIN");
        Close(world);
        world.RunUntil(() => world.Ours.Stack.Count == 0 && world.KernelState() == "TimeWait", "the kernel is in TIME-WAIT");

        AssertOneFinEach(world);
        Assert.Equal(["connected", "peer closed"], world.Ours.Told);
        ResultTable.Add("closes first", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task Both_close_at_once_and_both_enter_time_wait() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Wire.SetConditions(new() { Delay = SlowWire });
        Close(world);
        program.Close();
        bool wasClosing = false;
        world.RunUntil(
            () =>
            {
                wasClosing |= world.Ours.State == TcpState.Closing;
                return world.Ours.Stack.Count == 0 && world.KernelState() == "TimeWait";
            },
            "both are in TIME-WAIT");

        Assert.True(wasClosing, "the two FINs did not cross");
        AssertOneFinEach(world);
        AssertTimeWait(world);
        ResultTable.Add("closes at the same time", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task The_kernel_shuts_down_writing_and_still_reads() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        program.ShutDownWriting();
        world.RunUntil(
            () => world.Ours.State == TcpState.CloseWait && world.KernelState() == "FinWait2", "the kernel has shut down writing");
        for (uint number = 0; number < 3; number++) world.Ours.Send(KernelWorld.MessageOf(number));
        world.RunUntil(() => program.Reads(3), "the kernel's program reads what follows");
        Close(world);
        world.RunUntil(() => program.ReadsEnd(), "the kernel's program reads the end");
        world.RunUntil(() => world.Ours.Stack.Count == 0 && world.KernelState() == "TimeWait", "the kernel is in TIME-WAIT");

        AssertOneFinEach(world);
        ResultTable.Add("shuts its writing down, reads on", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task We_shut_down_writing_and_still_receive() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Ours.Connection!.FinishSending();
        world.RunUntil(() => program.ReadsEnd() && world.Ours.State == TcpState.FinWait2, "we have shut down writing");
        for (uint number = 0; number < 3; number++) Assert.True(program.TrySend(KernelWorld.MessageOf(number)));
        world.RunUntil(() => world.Ours.Received.Count == 3, "we receive what follows");
        program.Close();
        world.RunUntil(() => world.KernelState() == "Closed" && world.Ours.Told.Contains("peer closed"), "the kernel has closed");

        AssertOneFinEach(world);
        Assert.Equal(TcpState.TimeWait, world.Ours.State);
        ResultTable.Add("reads the end, writes on", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task Data_queued_before_a_close_arrives() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        for (uint number = 0; number < 20; number++)
        {
            world.Ours.Send(KernelWorld.MessageOf(number));
            Assert.True(program.TrySend(KernelWorld.MessageOf(number)));
        }

        world.RunUntil(() => world.Ours.Received.Count == 20, "we have the kernel's messages");
        Close(world);
        world.RunUntil(() => program.ReadsEnd(), "the kernel's program reads the end");
        program.Close();
        world.RunUntil(() => world.Ours.Stack.Count == 0, "our end is closed");

        Assert.Equal(20, program.Received.Count);
        AssertOneFinEach(world);
        ResultTable.Add("sends and reads, then closes", world.Capture.Summary());
    });

    [NamespaceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_lost_fin_is_sent_again_and_a_lost_answer_to_it_too(bool kernelFirst) => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        // Lost: the first FIN of each side, and the last acknowledgment.
        bool weFinished = false, kernelFinished = false, lastIsLost = false;
        world.Wire.Loses = packet =>
        {
            if (packet.Has(Fin))
            {
                ref bool finished = ref packet.FromKernel ? ref kernelFinished : ref weFinished;
                bool isFirst = !finished;
                finished = true;
                return isFirst;
            }

            bool isLast = !lastIsLost && packet.FromKernel == kernelFirst && kernelFinished && weFinished && packet.Length == 0;
            lastIsLost |= isLast;
            return isLast;
        };
        if (kernelFirst) program.Close();
        else Close(world);
        world.RunUntil(() => kernelFirst ? world.Ours.Told.Contains("peer closed") : program.ReadsEnd(), "the FIN has arrived");
        if (kernelFirst) Close(world);
        else program.Close();
        string kernelEnd = kernelFirst ? "TimeWait" : "Closed";
        world.RunUntil(() => lastIsLost && world.Ours.Stack.Count == 0 && world.KernelState() == kernelEnd, "both ends are closed");

        Assert.Equal(0, world.Capture.Count(packet => packet.Has(Rst)));
        Assert.Equal(3, world.Capture.Count(packet => packet.Fate == Fate.Lost));
        ResultTable.Add(
            kernelFirst ? "closes first" : "closes when it reads the end", world.Capture.Summary(),
            row: kernelFirst ? "the kernel first" : "we first");
    });

    [NamespaceFact]
    public Task Time_wait_of_the_kernel_begins_again_when_we_repeat_our_fin() => KernelWorld.RunAsync(world =>
    {
        world.Connected().Close();
        world.RunUntil(() => world.Ours.Told.Contains("peer closed"), "we receive the FIN");
        // The acknowledgment of our FIN is lost, so we send the FIN again after 200 ms.
        int atFirst = 0, before = 0;
        world.Wire.Loses = packet => packet.FromKernel && world.Capture.Count(earlier => Finishes(earlier)) == 1;
        Close(world);
        world.RunUntil(
            () =>
            {
                if (world.KernelState() != "TimeWait") return false;
                int left = KernelStates.TimerMilliseconds(KernelWorld.KernelPort, KernelWorld.OurPort);
                if (atFirst == 0) atFirst = left;
                if (world.Capture.Count(earlier => Finishes(earlier)) == 1) before = left;
                return world.Ours.Stack.Count == 0;
            },
            "our connection is closed");
        int after = KernelStates.TimerMilliseconds(KernelWorld.KernelPort, KernelWorld.OurPort);

        Assert.InRange(atFirst, 59_000, 61_000);
        Assert.True(before <= atFirst - 100 && after >= before + 100, $"{atFirst} ms, then {before} ms, after the FIN {after} ms");
        ResultTable.Add("closes first", world.Capture.Summary());

        static bool Finishes(Captured packet) => !packet.FromKernel && packet.Has(Fin);
    });

    [NamespaceFact]
    public Task The_kernel_resets_data_for_a_closed_program() => KernelWorld.RunAsync(world =>
    {
        world.Connected().Close();
        world.RunUntil(() => world.Ours.Told.Contains("peer closed"), "we receive the FIN");
        world.Ours.Send(KernelWorld.MessageOf(1));
        world.RunUntil(() => world.Ours.Told.Contains("reset"), "we are reset");

        Assert.Equal("Closed", world.KernelState());
        Assert.Equal("< R", world.Capture.Names.Last());
        ResultTable.Add("has closed, gets data", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task We_reset_data_for_a_closed_program() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        Close(world);
        world.RunUntil(() => program.ReadsEnd(), "the kernel's program reads the end");
        Assert.True(program.TrySend(KernelWorld.MessageOf(1)));
        world.RunUntil(() => program.TakeError() != Errno.None, "the kernel is reset");

        Assert.Equal(Errno.BrokenPipe, program.Error);
        Assert.Equal("> R", world.Capture.Names.Last());
        Assert.Equal(0, world.Ours.Stack.Count);
        ResultTable.Add("sends to us after we have closed", world.Capture.Summary());
    });

    private static void Close(KernelWorld world) => world.Ours.Stack.Close(world.Ours.Connection!);

    private static void AssertOneFinEach(KernelWorld world)
    {
        Assert.Equal(1, world.Capture.Count(packet => packet.FromKernel && packet.Has(Fin)));
        Assert.Equal(1, world.Capture.Count(packet => !packet.FromKernel && packet.Has(Fin)));
        Assert.Equal(0, world.Capture.Count(packet => packet.Has(Rst)));
    }

    private static void AssertTimeWait(KernelWorld world) => Assert.Null(world.Ours.Stack.Connect(KernelWorld.Tuple, 2, 0));
}
