using Chaos.Faults;
using static Chaos.Worlds.Tests.Plans;

namespace Chaos.Worlds.Tests;

/// <summary>t = 0 is at <see cref="OpenUntil"/>.</summary>
public sealed class FaultRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_act_at_their_moments_and_are_recorded_from_zero_as_they_were_carried_out()
    {
        ScriptedRun run = new(Flows) { ActLength = 7 * Millisecond };
        PlannedFault pause = Fault(0, new Pause(), 2 * Second, 3 * Second), flush = Fault(
            1, new Flush { Table = FlushedTable.Nat }, null, Second);

        RunOutcome outcome = await Runner.RunAsync(run, Of(faults: [pause, flush]), Cancellation);

        Assert.Equal(
            [$"act 1 Begin {OpenUntil + Second}", $"act 0 Begin {OpenUntil + 3 * Second}", $"act 0 End {OpenUntil + 5 * Second}"],
            run.Calls.Where(call => call.StartsWith("act", StringComparison.Ordinal)));
        Assert.Equal(
            [Second + 7 * Millisecond, 3 * Second + 7 * Millisecond, 5 * Second + 7 * Millisecond],
            outcome.Faults.Select(record => record.At));
        Assert.Equal([1L, 0, 0], outcome.Faults.Select(record => record.Report.Counts["number"]));
    }

    [Fact]
    public async Task A_refused_act_is_recorded_when_it_was_due_and_not_carried_out()
    {
        ScriptedRun run = new(Flows);
        PlannedFault pause = Fault(0, new Pause(), 4 * Second, Second), restart = Fault(
            1, new Restart { Table = RestartedTable.Kept }, Second, 2 * Second);

        RunOutcome outcome = await Runner.RunAsync(run, Of(faults: [pause, restart]), Cancellation);

        FaultRecord refused = Assert.Single(outcome.Faults, record => record.Order.Phase == FaultPhase.Refused);
        Assert.Equal((2 * Second, 1), (refused.At, refused.Order.Number));
        Assert.Same(FaultReport.Nothing, refused.Report);
        Assert.DoesNotContain(run.Calls, call => call.StartsWith("act 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_condition_begins_its_fault_at_the_first_look_at_which_it_holds()
    {
        ScriptedRun run = new(Flows) { Table = now => Table(now >= OpenUntil + 4 * Second ? 60 : 10) };
        PlannedFault flush = Fault(0, new Flush { Table = FlushedTable.Nat }, null) with
        {
            When = new FaultCondition(ConditionSubject.Fill, ConditionSign.AtLeast, 0.9),
        };

        RunOutcome outcome = await Runner.RunAsync(run, Of(faults: [flush]), Cancellation);

        Assert.Equal(4 * Second, Assert.Single(outcome.Faults).At);
    }

    [Fact]
    public async Task A_condition_that_never_holds_is_watched_to_the_end_of_the_faults_and_begins_nothing()
    {
        ScriptedRun run = new(Flows);
        PlannedFault flush = Fault(0, new Flush { Table = FlushedTable.Nat }, null) with
        {
            When = new FaultCondition(ConditionSubject.Survival, ConditionSign.LessThan, 0.5),
        };

        RunOutcome outcome = await Runner.RunAsync(run, Of(faults: [flush]), Cancellation);

        Assert.Empty(outcome.Faults);
        Assert.Contains($"wait {OpenUntil + Duration}", run.Calls);
        Assert.Null(outcome.StoppedAt);
    }

    [Fact]
    public async Task Acts_before_a_failure_stay_on_record()
    {
        ScriptedRun run = new(Flows) { FailsAt = OpenUntil + 2 * Second };
        PlannedFault flush = Fault(0, new Flush { Table = FlushedTable.Nat }, null, Second, 3 * Second);

        RunOutcome outcome = await Runner.RunAsync(run, Of(faults: [flush]), Cancellation);

        Assert.Equal(Second, Assert.Single(outcome.Faults).At);
        Assert.Equal(OpenUntil + 2 * Second, outcome.StoppedAt);
    }
}
