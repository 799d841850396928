using CsCheck;

namespace Chaos.Core.Tests;

/// <summary>The queue of slots against the obvious one: a heap that orders by time, then by the order of adding.</summary>
public sealed class TimeQueueTests
{
    /// <summary>Steps from the moment reached: mostly close, some beyond each kind of slot, many at the same moment.</summary>
    private static readonly Gen<long> Step = Gen.Frequency(
        (3, Gen.Long[0, 3]), (3, Gen.Long[0, 200_000]), (2, Gen.Long[0, 400_000_000]), (1, Gen.Long[0, 40_000_000_000]),
        (1, Gen.Long[0, 4_000_000_000_000]));

    private static readonly Gen<(long Step, Look Look)[]> Operations =
        Gen.Select(Step, Gen.Frequency((4, Gen.Const(Look.Take)), (4, Gen.Const(Look.None)), (1, Gen.Const(Look.Peek)))).Array[1, 400];

    private enum Look
    {
        None,

        /// <summary>However far ahead the first item is: what is added then may come before.</summary>
        Peek,
        Take,
    }

    /// <param name="mostBefore">Few: whatever comes before a look that ran ahead makes the queue go back.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1024)]
    public void Items_come_by_time_and_those_of_one_moment_in_the_order_in_which_they_were_added(int mostBefore) =>
        Operations.Sample(operations =>
    {
        TimeQueue<int> queue = new(mostBefore);
        PriorityQueue<int, (long Time, int Order)> obvious = new();
        long now = 0;
        for (int number = 0; number < operations.Length; number++)
        {
            queue.Add(now + operations[number].Step, number);
            obvious.Enqueue(number, (now + operations[number].Step, number));
            Assert.True(obvious.TryPeek(out _, out (long Time, int Order) first) && queue.Soonest <= first.Time);
            if (operations[number].Look == Look.Peek) Assert.True(queue.TryPeek(out long time, out _) && time == first.Time);
            if (operations[number].Look == Look.Take) now = TakeFromBoth(queue, obvious);
        }

        while (obvious.Count > 0) TakeFromBoth(queue, obvious);
        Assert.False(queue.TryPeek(out _, out _));
    });

    /// <summary>Slots of both kinds lie on the way back, and turns of the wheel.</summary>
    [Fact]
    public void What_is_added_before_the_item_that_a_look_found_comes_before_it() =>
        Gen.Select(Gen.Long[0, 5_000_000_000_000].Array[1, 20], Gen.Long[0, 5_000_000_000_000].Array[1, 50]).Sample((seen, added) =>
        {
            TimeQueue<int> queue = new(mostBefore: 2);
            PriorityQueue<int, (long Time, int Order)> obvious = new();
            foreach (long time in seen) AddToBoth(queue, obvious, time);
            Assert.True(queue.TryPeek(out _, out _));
            foreach (long time in added) AddToBoth(queue, obvious, time);

            while (obvious.Count > 0) TakeFromBoth(queue, obvious);
            Assert.False(queue.TryPeek(out _, out _));
        });

    /// <summary>So many that they are dealt out by counting, several to each span of 2^16 ns.</summary>
    [Fact]
    public void Hundreds_of_items_of_one_slot_come_in_order() => Gen.Long[5_000_000_000, 5_000_300_000].Array[256, 600].Sample(times =>
    {
        TimeQueue<int> queue = new();
        PriorityQueue<int, (long Time, int Order)> obvious = new();
        foreach (long time in times) AddToBoth(queue, obvious, time);
        Assert.True(queue.TryPeek(out long first, out _));
        AddToBoth(queue, obvious, first);

        while (obvious.Count > 0) TakeFromBoth(queue, obvious);
    });

    [Fact]
    public void Nothing_is_taken_before_its_time()
    {
        TimeQueue<string> queue = new();
        queue.Add(5_000_000_000, "later");

        Assert.False(queue.TryTake(4_999_999_999, out _, out _));
        queue.Add(3, "sooner");
        Assert.True(queue.TryTake(4_999_999_999, out long time, out string? item));
        Assert.Equal((3, "sooner"), (time, item));
        Assert.True(queue.TryTake(5_000_000_000, out _, out item));
        Assert.Equal("later", item);
    }

    /// <summary>
    /// So many in 50 microseconds that they are dealt out by counting, and at a moment whose slot has a number of more than 31 bits.
    /// </summary>
    [Fact]
    public void Weeks_ahead_many_items_of_one_slot_come_in_order()
    {
        const long Week = 7L * 86_400_000_000_000;
        TimeQueue<int> queue = new();
        PriorityQueue<int, (long Time, int Order)> obvious = new();
        for (int item = 0; item < 1000; item++) AddToBoth(queue, obvious, 4 * Week + item * 7919L % 1000 * 50);

        while (obvious.Count > 0) TakeFromBoth(queue, obvious);
    }

    [Fact]
    public void Once_it_has_grown_nothing_is_allocated()
    {
        TimeQueue<int> queue = new();
        // What lies far ahead stands in two lists in turns; each time half of it belongs to one slot and half to the next.
        const long Turn = 1L << 37, Slot = 1L << 26, HalfOfChurn = 25_000_000;
        Churn(queue, Turn + Slot - HalfOfChurn);
        Churn(queue, 2 * Turn + Slot - HalfOfChurn);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Churn(queue, 3 * Turn + Slot - HalfOfChurn);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Churn(TimeQueue<int> queue, long from)
    {
        for (int item = 0; item < 20_000; item++) queue.Add(from + item * 7919L % 50_000 * 1000, item);
        while (queue.TryTake(long.MaxValue, out _, out _))
        {
        }
    }

    private static void AddToBoth(TimeQueue<int> queue, PriorityQueue<int, (long Time, int Order)> obvious, long time)
    {
        int number = queue.Count;
        queue.Add(time, number);
        obvious.Enqueue(number, (time, number));
    }

    private static long TakeFromBoth(TimeQueue<int> queue, PriorityQueue<int, (long Time, int Order)> obvious)
    {
        Assert.True(obvious.TryDequeue(out int expected, out (long Time, int Order) first));
        Assert.True(queue.TryTake(long.MaxValue, out long time, out int item));
        Assert.Equal((first.Time, expected), (time, item));
        return time;
    }
}
