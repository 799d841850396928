using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Successful handshakes.</summary>
public sealed class HandshakeTests
{
    private const long SlowWire = 20 * TcpTimes.Millisecond;

    [NamespaceFact]
    public Task We_connect_to_the_kernel() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();

        Assert.Equal(["> S", "< SA", "> A"], world.Capture.Names);
        AssertTalks(world, program);
        ResultTable.Add("accepts", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task The_kernel_connects_to_us() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.ConnectToUs();
        world.RunUntil(() => world.Ours.State == TcpState.Established, "the kernel has connected to us");

        Assert.Equal(["< S", "> SA", "< A"], world.Capture.Names);
        AssertTalks(world, program);
        ResultTable.Add("connects", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task Both_connect_at_once_and_get_one_connection() => KernelWorld.RunAsync(world =>
    {
        world.Wire.SetConditions(new() { Delay = SlowWire });
        world.Ours.Connect(KernelWorld.Tuple);
        KernelSocket program = world.ConnectToUs(KernelWorld.OurPort);

        world.RunUntil(() => world.Ours.State == TcpState.Established && world.KernelState() == "Established", "both are connected");

        Assert.Equal(["connected"], world.Ours.Told);
        Assert.Equal(["< S", "< SA", "> S", "> SA"], world.Capture.Names.Take(4).Order(StringComparer.Ordinal));
        AssertTalks(world, program);
        ResultTable.Add("connects at the same time", world.Capture.Summary());
    });

    [NamespaceTheory]
    [InlineData("> S")]
    [InlineData("< SA")]
    [InlineData("> A")]
    public Task We_connect_although_a_segment_of_the_handshake_is_lost(string lost) => KernelWorld.RunAsync(world =>
    {
        LoseFirst(world, lost);
        KernelSocket listener = world.Listen();
        world.Ours.Connect(KernelWorld.Tuple);
        world.RunUntil(() => world.Ours.State == TcpState.Established, "we are connected");
        world.Ours.Send(KernelWorld.MessageOf(1));
        KernelSocket program = world.Accept(listener);
        world.RunUntil(() => program.Reads(1), "the kernel's program reads our message");

        Assert.Equal(1, world.Capture.Count(packet => packet.Fate == Fate.Lost));
        ResultTable.Add("accepts", world.Capture.Summary(), row: lost);
    });

    [NamespaceTheory]
    [InlineData("< S")]
    [InlineData("> SA")]
    [InlineData("< A")]
    public Task The_kernel_connects_although_a_segment_of_the_handshake_is_lost(string lost) => KernelWorld.RunAsync(world =>
    {
        LoseFirst(world, lost);
        KernelSocket program = world.ConnectToUs();
        world.RunUntil(() => world.KernelState(OurHost.ListeningPort) == "Established", "the kernel is connected");
        Assert.True(program.TrySend(KernelWorld.MessageOf(1)));
        world.RunUntil(() => world.Ours.Received.Count == 1, "we receive the kernel's message");

        Assert.Equal(1, world.Capture.Count(packet => packet.Fate == Fate.Lost));
        ResultTable.Add("connects", world.Capture.Summary(), row: lost);
    });

    [NamespaceFact]
    public Task A_tuple_in_time_wait_at_the_kernel_can_be_opened_again() => KernelWorld.RunAsync(world =>
    {
        KernelSocket listener = world.Listen();
        world.Ours.Connect(KernelWorld.Tuple);
        world.Accept(listener).Close();
        world.RunUntil(() => world.Ours.Told.Contains("peer closed"), "the kernel has closed");
        world.Ours.Stack.Close(world.Ours.Connection!);
        world.RunUntil(() => world.KernelState() == "TimeWait" && world.Ours.Stack.Count == 0, "the kernel is in TIME-WAIT");
        world.Ours.Connect(KernelWorld.Tuple);
        KernelSocket program = world.Accept(listener);

        AssertTalks(world, program);
        ResultTable.Add("closes first, then accepts again", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task A_tuple_in_time_wait_with_us_can_be_opened_again_by_the_kernel() => KernelWorld.RunAsync(world =>
    {
        KernelSocket first = world.ConnectToUs();
        world.RunUntil(() => world.Ours.State == TcpState.Established, "the kernel has connected to us");
        world.Ours.Stack.Close(world.Ours.Connection!);
        world.RunUntil(() => first.ReadsEnd(), "the kernel's program reads the end");
        first.Close();
        world.RunUntil(
            () => world.KernelState(OurHost.ListeningPort) == "Closed" && world.Ours.Stack.Count == 0, "we are in TIME-WAIT");
        KernelSocket program = world.ConnectToUs();
        world.RunUntil(() => world.Ours.Told.Count(told => told == "connected") == 2, "the kernel has connected again");

        AssertTalks(world, program);
        ResultTable.Add("connects, and again from the same port", world.Capture.Summary());
    });

    private static void LoseFirst(KernelWorld world, string name)
    {
        bool isLost = false;
        world.Wire.Loses = packet =>
        {
            if (isLost || packet.Name != name) return false;
            return isLost = true;
        };
    }

    private static void AssertTalks(KernelWorld world, KernelSocket program)
    {
        world.Ours.Send(KernelWorld.MessageOf(1));
        Assert.True(program.TrySend(KernelWorld.MessageOf(2)));
        world.RunUntil(() => program.Reads(1) && world.Ours.Received.Count == 1, "a message has arrived on each side");
        Assert.Equal([1u], program.Received);
        Assert.Equal([2u], world.Ours.Received);
    }
}
