using CsCheck;

namespace Chaos.Model.Tests;

public sealed class RateShapeTests
{
    private const long Second = 1_000_000_000;

    private static readonly Gen<RateShape> Shapes = Gen.Select(
        Gen.Long[1, 100_000_000], Gen.Long[0, 100_000_000], Gen.Long[1, 100 * Second],
        Gen.Long[0, 10 * Second], Gen.Int[1, 100],
        (rate, to, over, every, percent) => new RateShape(rate)
        {
            RampTo = to,
            RampOver = over,
            BurstEvery = every,
            BurstLength = Math.Max(1, every * percent / 100),
        });

    [Fact]
    public void Flows_start_one_after_the_other() => Gen.Select(Shapes, Gen.Long[0, 1_000_000]).Sample((shape, number) =>
        Assert.True(shape.StartOf(number) <= shape.StartOf(number + 1)));

    [Fact]
    public void As_many_flows_have_started_as_the_rates_add_up_to() => Gen.Select(Shapes, Gen.Long[0, 100_000]).Sample((shape, number) =>
    {
        RateShape even = shape with { BurstEvery = 0 };

        // The moment is cut to a whole nanosecond, in which some flows may start at the highest rate.
        Assert.Equal(number, even.StartedBy(even.StartOf(number)), Math.Max(1e-3, number * 1e-9));
    });

    [Fact]
    public void A_ramp_from_one_hundred_to_three_hundred_a_second_has_two_thousand_flows_in_ten_seconds()
    {
        RateShape ramp = new(100_000) { RampTo = 300_000, RampOver = 10 * Second };

        Assert.Equal(10 * Second, ramp.StartOf(2000));
        // 100 t + 10 t^2 = 600 at t = 4.22 s.
        Assert.Equal(4.2195, ramp.StartOf(600) / 1e9, 1e-4);
        Assert.Equal(11 * Second, ramp.StartOf(2300));
    }

    [Fact]
    public void All_flows_of_a_period_start_within_the_burst()
    {
        RateShape bursts = new(100_000) { BurstEvery = 10 * Second, BurstLength = Second };

        long[] starts = [.. Enumerable.Range(0, 3000).Select(number => bursts.StartOf(number))];

        Assert.All(starts, start => Assert.InRange(start % (10 * Second), 0, Second - 1));
        Assert.Equal([1000, 1000, 1000], starts.GroupBy(start => start / (10 * Second)).Select(period => period.Count()));
    }
}
