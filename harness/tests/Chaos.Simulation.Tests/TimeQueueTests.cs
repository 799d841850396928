using Chaos.Shared;
using CsCheck;

namespace Chaos.Simulation.Tests;

/// <summary>The queue of slots against the obvious one: a heap that orders by time, then by the order of adding.</summary>
public sealed class TimeQueueTests
{
    /// <summary>Steps from the moment reached: mostly close, some beyond each kind of slot, many at the same moment.</summary>
    private static readonly Gen<long> Step = Gen.Frequency(
        (3, Gen.Long[0, 3]), (3, Gen.Long[0, 200_000]), (2, Gen.Long[0, 400_000_000]), (1, Gen.Long[0, 40_000_000_000]), (1, Gen.Long[0, 4_000_000_000_000]));

    private static readonly Gen<(long Step, bool Take)[]> Operations = Gen.Select(Step, Gen.Bool).Array[1, 400];

    /// <param name="mostSorted">Few: all slots are dealt out, before they are due or while they are.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(1024)]
    public void Items_come_by_time_and_those_of_one_moment_in_the_order_in_which_they_were_added(int mostSorted) => Operations.Sample(operations =>
    {
        TimeQueue<int> queue = new(mostSorted);
        PriorityQueue<int, (long Time, int Order)> obvious = new();
        long now = 0;
        for (int number = 0; number < operations.Length; number++)
        {
            queue.Add(now + operations[number].Step, number);
            obvious.Enqueue(number, (now + operations[number].Step, number));
            Assert.True(obvious.TryPeek(out _, out (long Time, int Order) first) && queue.Soonest <= first.Time);
            if (operations[number].Take) now = TakeFromBoth(queue, obvious);
        }

        while (obvious.Count > 0) TakeFromBoth(queue, obvious);
        Assert.False(queue.TryPeek(out _, out _));
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

    [Fact]
    public void Once_it_has_grown_nothing_is_allocated()
    {
        TimeQueue<int> queue = new();
        Churn(queue, 100_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Churn(queue, 200_000_000_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Churn(TimeQueue<int> queue, long from)
    {
        for (int item = 0; item < 20_000; item++) queue.Add(from + item * 7919L % 50_000 * 1000, item);
        while (queue.TryTake(long.MaxValue, out _, out _))
        {
        }
    }

    private static long TakeFromBoth(TimeQueue<int> queue, PriorityQueue<int, (long Time, int Order)> obvious)
    {
        Assert.True(obvious.TryDequeue(out int expected, out (long Time, int Order) first));
        Assert.True(queue.TryTake(long.MaxValue, out long time, out int item));
        Assert.Equal((first.Time, expected), (time, item));
        return time;
    }
}
