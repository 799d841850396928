using Chaos.Simulation.Tcp;
using CsCheck;

namespace Chaos.Simulation.Tests.Tcp;

public sealed class TcpPropertyTests
{
    private static readonly Gen<Wire> Wires = Gen.Select(
        Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[1, 300], Gen.ULong,
        (loss, duplicates, delay, seed) => new Wire(loss, duplicates, delay, seed));

    [Fact]
    public void Messages_arrive_in_order_and_exactly_once_or_the_connection_ends() =>
        Gen.Select(Wires, Gen.Int[1, 60], Gen.Int[0, 200]).Sample((wire, messages, pace) =>
        {
            TcpWorld world = new(wire);
            world.Connect();
            world.Run(120_000);
            for (int number = 0; number < messages; number++)
            {
                uint sequence = (uint)number;
                world.At(120_000 + (number * pace), () => world.Client.Send(sequence, 16 + (number * 37 % 1385)));
                world.At(120_000 + (number * pace), () => world.Server.Send(sequence, 1400));
            }

            world.Run(4_000_000);

            AssertOrdered(world.Server.Received, world.Client, messages);
            AssertOrdered(world.Client.Received, world.Server, messages);
        });

    [Fact]
    public void All_messages_before_an_orderly_close_arrive_and_nothing_stays_behind() =>
        Gen.Select(Wires.Where(wire => wire.LossPercent <= 20), Gen.Int[0, 40]).Sample((wire, messages) =>
        {
            TcpWorld world = new(wire);
            world.Connect();
            world.Run(120_000);
            for (int number = 0; number < messages; number++) world.Client.Send((uint)number);
            world.Client.Close();
            while (world.Server.Connection is not null && !world.Server.Told.Contains("peer closed")
                && world.Now < 2_000_000 * TcpTimes.Millisecond)
                world.Run((world.Now / TcpTimes.Millisecond) + 1000);
            world.Server.Close();

            world.Run(4_000_000);

            // A client whose program is gone gives up without a word after eight tries; then the server never hears of a close.
            if (world.Server.Told.Contains("peer closed")) Assert.Equal(messages, world.Server.Received.Count);
            Assert.Equal((0, 0), (world.Client.Stack.Count, world.Server.Stack.Count));
        });

    [Fact]
    public void The_same_seed_sends_the_same_segments() => Wires.Sample(
        wire =>
        {
            TcpWorld first = Exchange(wire), second = Exchange(wire);

            Assert.Equal(first.Segments, second.Segments);
        },
        iter: 20);

    private static TcpWorld Exchange(Wire wire)
    {
        TcpWorld world = new(wire);
        world.Connect();
        world.Run(60_000);
        for (uint number = 0; number < 20; number++) world.Client.Send(number);
        world.Run(120_000);
        return world;
    }

    private static void AssertOrdered(List<uint> received, TcpWorld.End sender, int messages)
    {
        Assert.Equal(Enumerable.Range(0, received.Count).Select(number => (uint)number), received);
        if (received.Count < messages) Assert.True(!sender.Told.Contains("connected") || IsEnded(sender) || IsEnded(sender.Other));
    }

    private static bool IsEnded(TcpWorld.End end) => end.Told.Contains("reset") || end.Told.Contains("timed out");
}
