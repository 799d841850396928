using Chaos.Fuzz;

namespace Chaos.Nat.Tests;

public sealed class HostilePacketTests
{
    /// <summary>Random, truncated, mutated and nested packets; what must hold of each is in <see cref="PacketTarget"/>.</summary>
    [Fact]
    public void Ten_million_hostile_packets_throw_nothing_touch_nothing_around_them_and_are_all_counted()
    {
        const long Packets = 10_000_000;

        string report = new SeededRun(seed: 1).Feed(Packets, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(report);
        Assert.StartsWith($"{Packets} packets: ", report, StringComparison.Ordinal);
        foreach (DropReason reason in Enum.GetValues<DropReason>())
            if (reason is not (DropReason.None or DropReason.Unmatched or DropReason.NoConntrackEntry))
                Assert.Contains(reason.ToString(), report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_draws_the_same_packets()
    {
        string first = new SeededRun(seed: 7).Feed(20_000, TestContext.Current.CancellationToken);

        Assert.Equal(first, new SeededRun(seed: 7).Feed(20_000, TestContext.Current.CancellationToken));
        Assert.NotEqual(first, new SeededRun(seed: 8).Feed(20_000, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_target_is_not_blind()
    {
        PacketTarget target = new();
        byte[] packet = new byte[100];
        int length = Packets.UdpDatagram.Write(packet, NatWorld.Connection, [1, 2, 3]);

        target.Feed(packet.AsSpan(0, length));

        Assert.Equal((1, 0, 0), target.Verdicts);
        target.CheckCounters();
    }
}
