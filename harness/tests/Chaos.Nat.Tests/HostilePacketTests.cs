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
        Assert.DoesNotContain("translated errors 0)", report, StringComparison.Ordinal);
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

    /// <summary>
    /// The inputs that libFuzzer begins with, and what it makes of them first: cut, with a byte changed, one behind the other.
    /// </summary>
    [Fact]
    public void Inputs_of_the_fuzzer_whole_or_damaged_break_nothing()
    {
        SequenceTarget target = new();
        for (int number = 0; number < 64; number++)
        {
            byte[] input = SequenceTarget.Seed(number);
            target.Feed(input);
            target.Feed(input.AsSpan(0, input.Length * number / 64));
            input[(number * 37) % input.Length] ^= (byte)(1 << (number % 8));
            target.Feed(input);
            target.Feed([.. input, .. SequenceTarget.Seed(number + 1)]);
        }

        Assert.True(target.ErrorsTranslated > 0);
    }

    [Fact]
    public void An_input_says_how_long_its_packets_are_and_what_it_promises_too_much_is_cut()
    {
        List<byte> input = [];
        PacketSequence.Append(input, [1, 2, 3], 0, mendsChecksums: false);
        PacketSequence.Append(input, [4, 5], 1L << 40, mendsChecksums: false);
        byte[] room = new byte[PacketTarget.MaximumBytes];
        PacketSequence sequence = new([.. input, 0xFF, 0xFF, 0xFF, 6]);

        List<(string Bytes, long Wait)> packets = [];
        while (sequence.TryNext(room, out int length, out long wait)) packets.Add((Convert.ToHexString(room.AsSpan(0, length)), wait));

        Assert.Equal([("010203", 0), ("0405", 1L << 40), ("06", 1L << PacketSequence.LongestWaitExponent)], packets);
    }

    /// <summary>Else no fuzzer would come past the parser.</summary>
    [Fact]
    public void A_packet_in_an_input_gets_right_checksums_unless_it_says_to_leave_them()
    {
        byte[] packet = new byte[100], room = new byte[PacketTarget.MaximumBytes];
        int length = Packets.UdpDatagram.Write(packet, NatWorld.Connection, [1, 2, 3]);
        byte[] whole = packet[..length], broken = [.. whole];
        broken[10] ^= 1;
        broken[26] ^= 1;

        PacketSequence mended = new([0, (byte)length, 0, .. broken]), left = new([0xC0, (byte)length, 0, .. broken]);

        Assert.True(mended.TryNext(room, out _, out _));
        Assert.Equal(whole, room[..length]);
        Assert.True(left.TryNext(room, out _, out _));
        Assert.Equal(broken, room[..length]);
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
