using Chaos.Model;
using CsCheck;

namespace Chaos.Traffic.Tests.Flows;

public sealed class SendIntervalsTests
{
    [Fact]
    public void Gaps_stay_within_the_jitter_and_the_first_message_within_one_period() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int[0, 100], Gen.Int[0, 2000]).Sample((period, jitter, openAt) =>
        {
            LoopbackWorld world = new(Plans.One(clientEvery: period, jitterPercent: jitter, openAt: openAt));
            world.Run((openAt + 50L * period) * 1_000_000);
            long[] times =
            [
                .. world.Messages
                    .Where(message => message is { Side: Side.Client, Kind: MessageKind.Data })
                    .Select(message => message.At),
            ];

            Assert.InRange(times[0], openAt * 1_000_000L, (openAt + period) * 1_000_000L);
            long half = period * 10_000L * jitter;
            foreach ((long before, long after) in times.Zip(times.Skip(1)))
                Assert.InRange(after - before, period * 1_000_000L - half, period * 1_000_000L + half);
        });

    [Fact]
    public void A_late_world_shifts_no_later_message()
    {
        TrafficPlan plan = Plans.One(clientEvery: 100, jitterPercent: 30);
        LoopbackWorld punctual = new(plan), late = new(plan);
        punctual.Run(10 * LoopbackWorld.Second);
        late.Run(2 * LoopbackWorld.Second);

        late.Client.Advance(4 * LoopbackWorld.Second);
        late.Run(10 * LoopbackWorld.Second);

        Assert.Equal(Times(punctual), Times(late));
        Assert.InRange(late.Client.LateMessages, 15, 25);
        Assert.Equal(0, punctual.Client.LateMessages);

        static long[] Times(LoopbackWorld world) =>
        [
            .. world.Messages
                .Where(message => message.Kind == MessageKind.Data && message.At > 4 * LoopbackWorld.Second)
                .Select(message => message.At),
        ];
    }
}
