namespace Chaos.Faults.Tests;

public sealed class FaultTimelineTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Acts_come_by_time_and_those_of_one_moment_in_file_order()
    {
        FaultTimeline timeline = new([Planned(0, new Flush { Table = FlushedTable.Nat }, null, 3), Planned(1, Moment, null, 3, 1),
            Planned(2, Moment, null, 2)], 10 * Second);

        Assert.Equal(["1:1 Begin", "2:2 Begin", "3:0 Begin", "3:1 Begin"], All(timeline));
    }

    [Fact]
    public void What_ends_comes_before_what_begins_at_the_same_moment()
    {
        FaultTimeline timeline = new([Planned(0, new Held("a"), 2 * Second, 3), Planned(1, new Held("a"), 1 * Second, 2)], 10 * Second);

        Assert.Equal(["2:1 Begin", "3:1 End", "3:0 Begin", "5:0 End"], All(timeline));
    }

    [Fact]
    public void What_lasts_ends_with_the_faults_at_the_latest_and_nothing_begins_from_then_on()
    {
        FaultTimeline timeline = new([Planned(0, new Held("a"), long.MaxValue, 3), Planned(1, Moment, null, 5, 6)], 5 * Second);

        Assert.Equal(["3:0 Begin", "5:0 End"], All(timeline));
    }

    [Fact]
    public void A_second_fault_that_wants_what_another_holds_is_refused()
    {
        FaultTimeline timeline = new([Planned(0, new Held("a"), 4 * Second, 1), Planned(1, new Held("a"), Second, 2),
            Planned(2, new Held("b"), Second, 2)], 10 * Second);

        Assert.Equal(["1:0 Begin", "2:1 Refused", "2:2 Begin", "3:2 End", "5:0 End"], All(timeline));
    }

    [Fact]
    public void Beats_come_between_begin_and_end()
    {
        FaultTimeline timeline = new([Planned(0, new Held("a", Second), 3 * Second, 1)], 10 * Second);

        Assert.Equal(["1:0 Begin", "2:0 Tick", "3:0 Tick", "4:0 End"], All(timeline));
    }

    [Fact]
    public void A_condition_begins_its_fault_once_when_it_is_seen_to_hold()
    {
        PlannedFault flush = Planned(0, Moment, null) with { When = new FaultCondition(ConditionSubject.Fill, ConditionSign.AtLeast, 0.9) };
        FaultTimeline timeline = new([flush], 10 * Second);

        timeline.Observe(1 * Second, new ObservedState(0.89, 1));
        Assert.Equal(long.MaxValue, timeline.NextDue);
        timeline.Observe(2 * Second, new ObservedState(0.9, 1));
        timeline.Observe(3 * Second, new ObservedState(0.9, 1));

        Assert.False(timeline.Watches);
        Assert.Equal(["2:0 Begin"], All(timeline));
    }

    [Fact]
    public void A_condition_that_never_holds_is_given_up_at_the_end_of_the_faults()
    {
        FaultTimeline timeline = new(
            [Planned(0, Moment, null) with { When = new FaultCondition(ConditionSubject.Survival, ConditionSign.LessThan, 0.5) }], Second);

        timeline.Observe(Second, new ObservedState(0, 0));

        Assert.False(timeline.Watches);
        Assert.Empty(All(timeline));
    }

    [Fact]
    public void Each_time_that_a_fault_begins_it_draws_again()
    {
        FaultTimeline timeline = new([Planned(0, Moment, null, 1, 2)], 10 * Second);

        Assert.True(timeline.TryTake(Second, out FaultOrder? first));
        Assert.True(timeline.TryTake(2 * Second, out FaultOrder? second));

        Assert.NotEqual(first.Seed, second.Seed);
    }

    private static readonly Flush Moment = new() { Table = FlushedTable.Nat };

    private static PlannedFault Planned(int number, Fault fault, long? length, params long[] seconds) =>
        new() { Number = number, Fault = fault, Moments = [.. seconds.Order().Select(at => at * Second)], Length = length, Seed = 1 };

    /// <summary>Everything that is to come, as `second:number phase`.</summary>
    private static List<string> All(FaultTimeline timeline)
    {
        List<string> acts = [];
        while (timeline.NextDue is long next and < long.MaxValue && timeline.TryTake(next, out FaultOrder? order))
            acts.Add($"{next / Second}:{order.Number} {order.Phase}");
        return acts;
    }

    private sealed record Held(string Thing, long? Period = null) : Fault
    {
        public override IEnumerable<string> Holding() => [Thing];

        public override long? TickPeriod() => Period;
    }
}
