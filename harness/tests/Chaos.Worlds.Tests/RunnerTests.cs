using Chaos.Model;
using Chaos.Targets.None;
using static Chaos.Worlds.Tests.Plans;

namespace Chaos.Worlds.Tests;

public sealed class RunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_goes_through_its_phases_in_their_order()
    {
        ScriptedRun run = new(Flows) { Lead = 200 * Millisecond };

        RunOutcome outcome = await RunAsync(run, Of(warmUp: 4 * Second));

        const long Zero = OpenUntil + 4 * Second, End = Zero + Duration, Stop = End + Tail;
        Assert.Equal(
            [
                "open", $"wait {OpenUntil - 200 * Millisecond}", $"pressure {OpenUntil}", $"zero {Zero}", $"wait {Zero}",
                $"stop {End} {Stop}",
                $"wait {End}",
                $"wait {Stop + 100 * Millisecond}", "collect True", "dispose",
            ],
            run.Calls);
        Assert.Equal(Zero, outcome.Zero);
        Assert.Null(outcome.StoppedAt);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public async Task The_table_is_read_at_the_beginning_of_the_run_after_each_second_and_at_its_end()
    {
        ScriptedRun run = new(Flows) { Table = now => new TableCounters { Evictions = now } };
        RunPlan plan = Of(warmUp: 4 * Second);
        plan = plan with { Phases = plan.Phases with { Duration = (2 * Second) + (Second / 2) } };

        RunOutcome outcome = await RunAsync(run, plan);

        const long Zero = OpenUntil + 4 * Second;
        Assert.Equal(
            [Zero, Zero + Second, Zero + 2 * Second, Zero + (2 * Second) + (Second / 2)],
            outcome.TableBySecond.Select(table => table.Evictions));
    }

    [Fact]
    public async Task Flows_that_open_late_put_the_pressure_off()
    {
        ScriptedRun run = new(Flows) { Lead = 200 * Millisecond, OpensAt = 3 * Second };

        RunOutcome outcome = await RunAsync(run, Of());

        Assert.Contains($"pressure {3 * Second + 200 * Millisecond}", run.Calls);
        Assert.Equal(3 * Second + 200 * Millisecond, outcome.Zero);
    }

    [Fact]
    public async Task Flows_that_never_open_stop_the_run_at_a_bound_and_make_it_invalid()
    {
        ScriptedRun run = new(Flows) { OpensAt = long.MaxValue };

        RunOutcome outcome = await RunAsync(run, Of());

        Assert.InRange(outcome.StoppedAt ?? 0, OpenUntil + Patience, OpenUntil + Patience + 20 * Second);
        Assert.Equal(["gave up waiting for every flow to open or to be refused"], outcome.Invalidations);
        Assert.Equal(["collect False", "dispose"], run.Calls.TakeLast(2));
    }

    [Fact]
    public async Task A_world_that_fails_in_the_middle_stops_the_run_then_and_is_asked_for_what_there_is()
    {
        ScriptedRun run = new(Flows) { FailsAt = 4 * Second, Warnings = ["odd"] };

        RunOutcome outcome = await RunAsync(run, Of());

        Assert.Equal(4 * Second, outcome.StoppedAt);
        Assert.Equal(OpenUntil, outcome.Zero);
        Assert.Equal(["a host is gone"], outcome.Invalidations);
        Assert.Equal(["odd"], outcome.Warnings);
        Assert.Equal(["collect False", "dispose"], run.Calls.TakeLast(2));
    }

    [Fact]
    public async Task A_world_that_does_not_come_up_gives_an_outcome_that_says_so()
    {
        WorldFailedException failure = new("no room") { Attachments = [new("node.log", new byte[] { 1 })] };
        await using ScriptedWorld world = new(null, failure);

        RunOutcome outcome = await Runner.RunAsync(world, Of(), NoneTarget.Instance, Cancellation);

        Assert.Equal(0, outcome.StoppedAt);
        Assert.Equal(["no room"], outcome.Invalidations);
        Assert.Same(failure.Attachments, outcome.Attachments);
        Assert.Equal(Flows, outcome.Flows.Lives.Count);
    }

    [Fact]
    public async Task An_interrupted_run_has_no_outcome_and_its_hosts_are_removed()
    {
        ScriptedRun run = new(Flows);
        await using ScriptedWorld world = new(run);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Runner.RunAsync(world, Of(), NoneTarget.Instance, new CancellationToken(canceled: true)));

        Assert.DoesNotContain(run.Calls, call => call.StartsWith("collect", StringComparison.Ordinal));
        Assert.Equal("dispose", run.Calls[^1]);
    }

    private static async Task<RunOutcome> RunAsync(ScriptedRun run, RunPlan plan)
    {
        await using ScriptedWorld world = new(run);
        return await Runner.RunAsync(world, plan, NoneTarget.Instance, Cancellation);
    }
}
