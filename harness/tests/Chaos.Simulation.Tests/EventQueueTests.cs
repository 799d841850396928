using CsCheck;

namespace Chaos.Simulation.Tests;

/// <summary>The line of packets, those that overtake it and the alarms together, against the obvious queue: a heap that orders by time, then by the order of adding.</summary>
public sealed class EventQueueTests
{
    /// <summary>How long from now: mostly one and the same, as on links of one delay, some shorter and some longer; and whether it is a packet or a wake.</summary>
    private static readonly Gen<(long Wait, bool IsPacket)[]> Additions = Gen.Select(
        Gen.Frequency((6, Gen.Const(100_000L)), (2, Gen.Long[0, 100_000]), (1, Gen.Long[0, 2_000_000_000])), Gen.Bool).Array[1, 300];

    [Fact]
    public void Events_happen_by_time_and_those_of_one_moment_in_the_order_in_which_they_were_added() => Additions.Sample(additions =>
    {
        EventQueue queue = new();
        PriorityQueue<int, (long Time, int Order)> obvious = new();
        int added = 0;
        queue.Handler = happening =>
        {
            Assert.True(obvious.TryDequeue(out int expected, out (long Time, int Order) first));
            Assert.Equal((first.Time, expected), (queue.Now, happening.Host));
            // What happens adds more, as packets do that are handed on.
            for (int more = 0; more < 2; more++) Add();
        };
        Add();
        queue.RunUntil(long.MaxValue, CancellationToken.None);

        Assert.Equal(additions.Length, queue.Handled);
        Assert.Equal(0, obvious.Count);

        void Add()
        {
            if (added == additions.Length) return;
            (long wait, bool isPacket) = additions[added];
            obvious.Enqueue(added, (queue.Now + wait, added));
            if (isPacket) queue.Add(queue.Now + wait, added++, packet: 0, length: 0);
            else queue.WakeAt(queue.Now + wait, added++);
        }
    });

    /// <summary>Few hosts that ask again and again, against a list of what each asked for last.</summary>
    [Fact]
    public void A_host_is_woken_once_and_at_the_moment_for_which_it_asked_last() => Gen.Select(Gen.Int[0, 20], Gen.Long[0, 1000]).Array[1, 200].Sample(requests =>
    {
        EventQueue queue = new();
        Dictionary<int, (long Time, int Order)> last = [];
        List<(int Host, long Time)> woken = [];
        queue.Handler = happening => woken.Add((happening.Host, queue.Now));
        for (int request = 0; request < requests.Length; request++)
        {
            (int host, long time) = requests[request];
            queue.WakeAt(time, host);
            last[host] = (time, request);
        }

        queue.RunUntil(long.MaxValue, CancellationToken.None);

        Assert.Equal(last.OrderBy(asked => asked.Value).Select(asked => (asked.Key, asked.Value.Time)), woken);
    });
}
