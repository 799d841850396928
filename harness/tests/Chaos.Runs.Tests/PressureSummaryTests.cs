using Chaos.Model;

namespace Chaos.Runs.Tests;

public sealed class PressureSummaryTests
{
    private static readonly NewcomerCounts Fine = new() { Answered = 90, Timeout = 10 },
        Bad = new() { Answered = 70, Reset = 20, Refused = 10 };

    [Fact]
    public void The_share_of_failed_newcomers_leaves_out_what_nobody_saw_what_was_ours_and_what_never_started()
    {
        NewcomerCounts counts = Fine with { Unobserved = 50, Harness = 7, Skipped = 3 };

        PressureResult result = Summary([[new NewcomerGroup("dns", Fine, [counts])]]);

        Assert.Equal((157, 90, 10, 50, 3), (result.Started, result.Answered, result.Failed, result.Unobserved, result.Skipped));
        Assert.Equal(0.1, result.FailedEstimate);
        Assert.Equal(new FailureCauses(0, 10, 0, 0, 7), result.Causes);
        Assert.Equal(new WarmUpCounts(100, 90, 10, 0), result.WarmUp);
    }

    [Fact]
    public void Repetitions_give_the_interval_and_seconds_are_added_over_them()
    {
        PressureResult result = Summary([[new NewcomerGroup("dns", default, [Fine, Fine])], [new NewcomerGroup("dns", default, [Bad])]]);

        Assert.Equal([0.1, 0.3], result.FailedShare!.ByRepetition!);
        Assert.Equal(50.0 / 300, result.FailedEstimate!.Value, 12);
        Assert.True(result.FailedShare is { Lower: > 0 and < 0.167, Upper: > 0.167 });
        NewcomerSeconds bySecond = result.Groups.Single().BySecond!;
        Assert.Equal([200, 100], bySecond.Started);
        Assert.Equal([40, 10], bySecond.Failed);
    }

    [Fact]
    public void A_run_without_pressure_has_no_share_and_a_nat_that_tells_nothing_has_no_counts()
    {
        PressureResult result = PressureSummary.From([], [[]], [[]]);

        Assert.Null(result.FailedEstimate);
        Assert.Null(result.Nat);
        Assert.Empty(result.Groups);
    }

    [Fact]
    public void Control_arms_of_several_loads_are_one_result_whose_repetitions_are_numbered_on()
    {
        PressureResult one = Summary([[new NewcomerGroup("dns", Fine, [Fine])]]), two = Summary([[new NewcomerGroup("dns", Bad, [Bad])]]);

        PressureResult merged = PressureSummary.Merge([one, two]);

        Assert.Equal((200, 40, 0.2), (merged.Started, merged.Failed, merged.FailedEstimate));
        Assert.Equal([0.1, 0.3], merged.FailedShare!.ByRepetition!);
        Assert.Equal(new FailureCauses(20, 10, 10, 0, 0), merged.Causes);
    }

    private static PressureResult Summary(IReadOnlyList<IReadOnlyList<NewcomerGroup>> repetitions) =>
        PressureSummary.From(["dns"], repetitions, [.. repetitions.Select(_ => Array.Empty<NewcomerLosses>())]);
}
