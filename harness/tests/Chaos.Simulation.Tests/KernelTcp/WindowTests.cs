using Chaos.Linux;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Windows that close, and connections that are idle.</summary>
public sealed class WindowTests
{
    private const int Messages = 400;

    [NamespaceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task We_stop_at_a_closed_window_and_go_on_when_it_opens(bool updateIsLost) => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        for (uint number = 0; number < Messages; number++) world.Ours.Send(KernelWorld.MessageOf(number));
        world.RunUntil(() => world.IsKernelWindowClosed(), "the kernel's window is closed");
        int sentBefore = DataOfOurs(world);
        Assert.InRange(sentBefore, 1, Messages - 1);
        Captured? overrun = Overrun(world);
        Assert.True(overrun is null, $"sent beyond the kernel's window: {overrun}");

        // The program reads again, which opens the window. If the window update is lost, a probe finds it open.
        bool isLost = false;
        world.Wire.Loses = packet => updateIsLost && !isLost && packet.FromKernel && (isLost = packet.Numbers.Window > 0);
        world.RunUntil(() => program.Reads(Messages), "all messages arrive");

        Assert.Equal(Enumerable.Range(0, Messages).Select(number => (uint)number), program.Received);
        Assert.Equal(updateIsLost, isLost);
        Assert.Equal(Messages, DataOfOurs(world));
        ResultTable.Add(
            "stops reading, then reads on", world.Capture.Summary(), row: updateIsLost ? "the kernel's window update is lost" : "");
    });

    [NamespaceFact]
    public Task The_kernel_stops_at_a_closed_window_of_ours_and_goes_on_when_it_opens() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Ours.Window = 0;
        world.Ours.Send(KernelWorld.MessageOf(1));
        world.RunUntilQuiet();
        for (uint number = 0; number < 3; number++) Assert.True(program.TrySend(KernelWorld.MessageOf(number)));
        world.RunUntilQuiet();
        Assert.Equal(0, world.Capture.Count(packet => packet is { FromKernel: true, Length: > 0 }));
        world.Ours.Window = ushort.MaxValue;
        world.RunUntil(() => world.Ours.Received.Count == 3, "the kernel's probe finds the window open");

        Assert.Equal([0u, 1, 2], world.Ours.Received);
        ResultTable.Add("waits for our window", world.Capture.Summary(), "ours never closes; the test writes 0 into our headers");
    });

    [NamespaceFact]
    public Task We_answer_the_kernels_probes_of_an_idle_connection() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        program.SetKeepAlive(idleSeconds: 1, intervalSeconds: 1, probes: 1);
        world.RunUntil(() => world.Capture.Count(packet => !packet.FromKernel) >= 4, "we have answered two probes");

        Assert.Equal(["< A", "> A", "< A", "> A"], world.Capture.Names.Skip(3));
        Assert.Equal(Errno.None, program.TakeError());
        ResultTable.Add("probes after 1 s", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task The_kernel_answers_our_probes_of_an_idle_connection() => KernelWorld.RunAsync(world =>
    {
        world.Connected(keepAlive: TcpTimes.Second);
        world.RunUntil(() => world.Capture.Count(packet => packet.FromKernel) >= 3, "the kernel has answered two probes");

        Assert.Equal(["> A", "< A", "> A", "< A"], world.Capture.Names.Skip(3));
        Assert.Equal(["connected"], world.Ours.Told);
        ResultTable.Add("answers", world.Capture.Summary());
    });

    private static int DataOfOurs(KernelWorld world) => world.Capture.Count(packet => packet is { FromKernel: false, Length: > 0 });

    /// <summary>Our first segment that ends beyond the window advertised so far; null if there is none.</summary>
    private static Captured? Overrun(KernelWorld world)
    {
        uint? edge = null;
        foreach (Captured packet in world.Capture.Packets)
        {
            if (packet.FromKernel)
            {
                uint told = packet.Numbers.Acknowledgment.Plus(packet.Numbers.Window);
                edge = edge is { } before && before.Since(told) > 0 ? before : told;
            }
            else if (packet.Length > 0 && edge is { } end && packet.Numbers.Sequence.Plus(packet.Length).Since(end) > 0) return packet;
        }

        return null;
    }
}
