using Chaos.Model;
using Chaos.Packets.Links;
using CsCheck;

namespace Chaos.Packets.Tests;

/// <summary>One direction of one link. Packets of 100 bytes, one a millisecond, unless said otherwise.</summary>
public sealed class LinkTests
{
    private const long Millisecond = 1_000_000;
    private const int Packets = 20_000;

    private static readonly long[] Bandwidths = [0, 1_000_000, 1_000_000_000];

    private static readonly Gen<LinkConditions> AnyConditions =
        from delay in Gen.Long[0, 50 * Millisecond]
        from jitter in Gen.Long[0, 20 * Millisecond]
        from shape in Gen.Enum<JitterShape>()
        from loss in Gen.Double[0, 0.5]
        from duplicate in Gen.Double[0, 0.5]
        from corrupt in Gen.Double[0, 0.5]
        from bandwidth in Gen.Int[0, 2]
        select new LinkConditions
        {
            Delay = delay, Jitter = jitter, JitterShape = shape, Loss = loss, Duplicate = duplicate, Corrupt = corrupt,
            BitsPerSecond = Bandwidths[bandwidth], QueueBytes = 5_000,
        };

    [Fact]
    public void A_plain_link_delays_and_nothing_else() =>
        Assert.All(Send(LinkConditions.Plain), sent => Assert.Equal(new LinkFate(LinkOutcome.Delivered, sent.At + 100_000), sent.Fate));

    [Fact]
    public void Without_reordering_packets_arrive_in_order_and_not_later_than_the_longest_way() => AnyConditions.Sample(conditions =>
    {
        long last = 0;
        foreach ((long at, LinkFate fate) in Send(conditions, packets: 500).Where(sent => sent.Fate.IsDelivered))
        {
            Assert.InRange(fate.At, Math.Max(at, last), Math.Max(last, at + conditions.LongestWay));
            last = Math.Max(fate.At, fate.CopyAt);
        }
    });

    [Fact]
    public void The_same_seed_and_name_give_the_same_fates_and_another_name_others()
    {
        LinkConditions lossy = new() { Loss = 0.1, Jitter = Millisecond, Duplicate = 0.1 };

        Assert.Equal(Send(lossy), Send(lossy));
        Assert.NotEqual(Send(lossy), Send(lossy, name: "other"));
    }

    [Fact]
    public void Switching_one_condition_on_shifts_no_other()
    {
        IEnumerable<bool> Lost(LinkConditions conditions) => Send(conditions).Select(sent => sent.Fate.Outcome == LinkOutcome.Lost);

        Assert.Equal(
            Lost(new LinkConditions { Loss = 0.1 }),
            Lost(new LinkConditions { Loss = 0.1, Jitter = Millisecond, Duplicate = 0.2, Reorder = 0.2, Corrupt = 0.2 }));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Shares_are_met(double share)
    {
        double tolerance = 4 * Math.Sqrt(share * (1 - share) / Packets);

        Assert.Equal(share, Send(new LinkConditions { Loss = share }).Average(sent => sent.Fate.IsDelivered ? 0.0 : 1), tolerance + 1e-9);
        Assert.Equal(
            share, Send(new LinkConditions { Duplicate = share }).Average(sent => sent.Fate.CopyAt >= 0 ? 1.0 : 0), tolerance + 1e-9);
        Assert.Equal(share, Send(new LinkConditions { Reorder = share }).Average(
            sent => sent.Fate.At > sent.At + Millisecond ? 1.0 : 0), tolerance + 1e-9);
    }

    [Theory]
    [InlineData(JitterShape.Uniform, 0.577)]
    [InlineData(JitterShape.Normal, 1.0)]
    public void Jitter_has_the_deviation_of_its_shape(JitterShape shape, double deviation)
    {
        // Far apart, so that the order of arrival binds nobody.
        double[] delays = [
            .. Send(new LinkConditions { Delay = 50 * Millisecond, Jitter = Millisecond, JitterShape = shape }, every: 100 * Millisecond)
            .Select(sent => (sent.Fate.At - sent.At) / (double)Millisecond)];

        Assert.Equal(50, delays.Average(), 0.03);
        Assert.Equal(deviation, Math.Sqrt(delays.Average(delay => (delay - 50) * (delay - 50))), 0.03);
    }

    [Fact]
    public void A_corrupted_packet_has_exactly_one_bit_flipped()
    {
        Link link = new(new LinkConditions { Corrupt = 1 }, 1, "link");
        HashSet<int> places = [];
        for (int packet = 0; packet < Packets; packet++)
        {
            byte[] bytes = new byte[100];
            link.Take(packet, bytes);
            int changed = Assert.Single(Enumerable.Range(0, 100), place => bytes[place] != 0);
            Assert.Equal(1, int.PopCount(bytes[changed]));
            places.Add(changed * 8 + int.Log2(bytes[changed]));
        }

        Assert.Equal((800, Packets), (places.Count, (int)link.Corrupted));
    }

    [Fact]
    public void Bandwidth_spaces_packets_out_and_a_full_queue_drops_them()
    {
        // 100 bytes at 1 Mbit/s take 0.8 ms; at one a microsecond the queue of 1,000 bytes fills at once: ten wait, one is under way.
        List<(long At, LinkFate Fate)> sent = Send(
            new LinkConditions { Delay = 0, BitsPerSecond = 1_000_000, QueueBytes = 1_000 }, packets: 800, every: 1_000);

        LinkFate[] delivered = [.. sent.Select(packet => packet.Fate).Where(fate => fate.IsDelivered)];
        Assert.Equal(11, delivered.Length);
        Assert.All(delivered.Zip(delivered.Skip(1)), pair => Assert.Equal(800_000, pair.Second.At - pair.First.At));
        Assert.All(sent.Where(packet => !packet.Fate.IsDelivered), packet => Assert.Equal(LinkOutcome.Overflowed, packet.Fate.Outcome));
    }

    [Fact]
    public void A_cut_link_delivers_nothing_until_it_is_mended()
    {
        Link link = new(new LinkConditions { Partitioned = true }, 1, "link");

        Assert.Equal(LinkOutcome.Cut, link.Take(0, new byte[100]).Outcome);
        link.Conditions = LinkConditions.Plain;
        Assert.True(link.Take(1, new byte[100]).IsDelivered);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Link link = new(new LinkConditions
        {
            Loss = 0.1, Jitter = 1000, Duplicate = 0.1, Reorder = 0.1, Corrupt = 0.1,
            BitsPerSecond = 1_000_000
        }, 1, "link");
        byte[] packet = new byte[100];
        link.Take(0, packet);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int sent = 0; sent < 1000; sent++) link.Take(sent * Millisecond, packet);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static List<(long At, LinkFate Fate)> Send(
        LinkConditions conditions, int packets = Packets, long every = Millisecond, string name = "link")
    {
        Link link = new(conditions, seed: 7, name);
        byte[] packet = new byte[100];
        return [.. Enumerable.Range(0, packets).Select(number => (number * every, link.Take(number * every, packet)))];
    }
}
