using Chaos.Traffic.Flows;
using CsCheck;

namespace Chaos.Simulation.Tests;

/// <summary>
/// The line of packets, those that overtake it, the alarms and the flows together, against the obvious queue: a heap that orders by time,
/// then by kind, then by the order of adding.
/// </summary>
public sealed class EventQueueTests
{
    /// <summary>
    /// How long from now: mostly one and the same, as on links of one delay, some shorter and some longer, some none; and what it is.
    /// </summary>
    private static readonly Gen<(long Wait, Kind Kind)[]> Additions = Gen.Select(
        Gen.Frequency((6, Gen.Const(100_000L)), (1, Gen.Const(0L)), (2, Gen.Long[0, 100_000]), (1, Gen.Long[0, 2_000_000_000])),
        Gen.Enum<Kind>()).Array[1, 300];

    private enum Kind
    {
        Packet,
        Wake,
        Flow,
    }

    [Fact]
    public void Events_happen_by_time_and_those_of_one_moment_in_the_order_in_which_they_were_added_flows_last() =>
        Additions.Sample(additions =>
    {
        EventQueue queue = new();
        PriorityQueue<int, (long Time, bool IsFlow, int Order)> obvious = new();
        int added = 0;
        long now = 0;
        queue.Handler = due =>
        {
            Assert.True(obvious.TryDequeue(out int expected, out (long Time, bool IsFlow, int Order) first));
            Assert.Equal((first.Time, expected, first.IsFlow), (queue.Due, due.Host, due.Kind == EventKind.FlowIsDue));
            Assert.Equal(now = Math.Max(now, first.Time), queue.Now);
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
            (long wait, Kind kind) = additions[added];
            // A flow may be asked for too late; the clock goes on all the same.
            if (kind == Kind.Flow && added % 5 == 0) wait = -Math.Min(wait, queue.Now);
            obvious.Enqueue(added, (queue.Now + wait, kind == Kind.Flow, added));
            switch (kind)
            {
                case Kind.Packet:
                    queue.Add(queue.Now + wait, added++, packet: 0, length: 0);
                    break;
                case Kind.Wake:
                    queue.WakeAt(queue.Now + wait, added++);
                    break;
                default:
                    queue.Flows.Add(queue.Now + wait, new DueFlow(added++, LocalIndex: 0));
                    break;
            }
        }
    });

    [Fact]
    public void A_long_run_is_told_of_once()
    {
        EventQueue queue = new();
        int told = 0;
        queue.OnLongRun = () => told++;
        queue.Handler = due => queue.Add(queue.Now + 1, due.Host, packet: 0, length: 0);
        queue.Add(1, host: 0, packet: 0, length: 0);

        queue.RunUntil(2_000_000, CancellationToken.None);
        Assert.Equal(0, told);
        queue.RunUntil(5_000_000, CancellationToken.None);
        Assert.Equal(1, told);
    }

    /// <summary>Few hosts that ask again and again, against a list of what each asked for last.</summary>
    [Fact]
    public void A_host_is_woken_once_and_at_the_moment_for_which_it_asked_last() =>
        Gen.Select(Gen.Int[0, 20], Gen.Long[0, 1000]).Array[1, 200].Sample(requests =>
    {
        EventQueue queue = new();
        Dictionary<int, (long Time, int Order)> last = [];
        List<(int Host, long Time)> woken = [];
        queue.Handler = due => woken.Add((due.Host, queue.Now));
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
