using Chaos.Model;
using static Chaos.Worlds.Tests.Plans;

namespace Chaos.Worlds.Tests;

public sealed class WarmUpTests
{
    private const long Full = OpenUntil + 2345 * Millisecond;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T_is_zero_when_a_full_table_is_first_observed()
    {
        List<long> looks = [];
        ScriptedRun run = new(Flows) { Table = FillingAt(Full, looks) };

        RunOutcome outcome = await Runner.RunAsync(run, Of(warmUp: null, hasPressure: true), Cancellation);

        Assert.Equal(looks.First(look => look >= Full), outcome.Zero);
        Assert.InRange(outcome.Zero - Full, 0, RunPhases.PollInterval);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public async Task A_table_that_is_never_full_ends_the_warm_up_at_its_bound_with_a_warning()
    {
        ScriptedRun run = new(Flows) { Table = FillingAt(long.MaxValue, []), Warnings = ["odd"] };

        RunOutcome outcome = await Runner.RunAsync(run, Of(warmUp: null, hasPressure: true), Cancellation);

        Assert.Equal(OpenUntil + 5 * Second, outcome.Zero);
        Assert.Equal(["odd", RunOutcome.NotWarmedUp], outcome.Warnings);
        Assert.Null(outcome.StoppedAt);
    }

    [Fact]
    public async Task A_target_without_a_table_warms_up_as_long_as_filling_one_should_take()
    {
        RunOutcome outcome = await Runner.RunAsync(new ScriptedRun(Flows), Of(warmUp: null, hasPressure: true), Cancellation);

        Assert.Equal(OpenUntil + 3 * Second, outcome.Zero);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public async Task A_fixed_warm_up_does_not_wait_for_the_table()
    {
        ScriptedRun run = new(Flows) { Table = FillingAt(Full, []) };

        RunOutcome outcome = await Runner.RunAsync(run, Of(warmUp: Second, hasPressure: true), Cancellation);

        Assert.Equal(OpenUntil + Second, outcome.Zero);
    }

    private static Func<long, TableCounters?> FillingAt(long moment, List<long> looks) => now =>
    {
        looks.Add(now);
        return Table(64, evictions: now >= moment ? 1 : 0);
    };
}
