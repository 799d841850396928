using Chaos.Experiments.Judging;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Running;

/// <summary>
/// Repeats cells until every expectation about them is decided, or the budget is spent. All cells get the repetitions of the first look;
/// after each look those go on of which more repetitions may decide something.
/// </summary>
/// <param name="plan">The scenario, and the cells, with the <see cref="Partners"/> of a part behind them.</param>
/// <param name="pool">Runs repetitions.</param>
/// <param name="jobs">Repetitions at a time, at least 1.</param>
/// <param name="time">Measures the budget.</param>
/// <param name="keep">Takes a cell that is done.</param>
internal sealed class UntilDecided(
    ScenarioPlan plan, RepetitionPool pool, int jobs, TimeProvider time, Action<CellRun, int> keep)
{
    /// <summary>Where the scenario names none.</summary>
    private static readonly TimeSpan UsualBudget = TimeSpan.FromMinutes(2);

    private readonly TimeSpan budget = plan.Scenario.Budget ?? UsualBudget;
    private readonly long started = time.GetTimestamp();

    /// <summary>
    /// Cells of the whole matrix that the cells of a part are compared with: they run beside them and are not kept, so that a cell has the
    /// same repetitions in the part as in the whole.
    /// </summary>
    public static IReadOnlyList<Cell> Partners(ScenarioPlan plan)
    {
        if (plan.Whole is not { } whole || !plan.Scenario.RepeatsUntilDecided) return [];
        HashSet<string> here = [.. plan.Cells.Select(cell => cell.Id)];
        return [
            .. plan.Scenario.Expect.OfType<ComparisonExpectation>().SelectMany(expectation => expectation.PairsOf(whole, cell => cell))
                .Where(pair => here.Contains(pair.First.Id) != here.Contains(pair.Second.Id))
                .Select(pair => here.Contains(pair.First.Id) ? pair.Second : pair.First).DistinctBy(cell => cell.Id)];
    }

    private bool IsSpent => time.GetElapsedTime(started) >= budget;

    public async Task RunAsync(CancellationToken cancellation)
    {
        CellRun?[] seen = new CellRun?[plan.Cells.Count];
        List<int> open = [.. Enumerable.Range(0, plan.Cells.Count)];
        int? next = Looks.Counts[0];
        bool spent = false;
        while (open.Count > 0 && next is { } count)
        {
            // The first look is never cut: a run without repetitions would say nothing.
            Func<bool>? deadline = count == Looks.Counts[0] ? null : () => IsSpent;
            Repeats[] wanted = [.. open.Select(place => new Repeats(place, RepetitionRange.To(count)))];
            await pool.RunAsync(wanted, _ => { }, jobs, deadline, cancellation);
            // What the budget has cut goes back to the look before, of which all repetitions are there.
            foreach (int cut in open.Where(place => pool.CountOf(place) < count))
            {
                keep(seen[cut]! with { Result = seen[cut]!.Result with { Stopped = CellStops.Budget } }, cut);
                pool.Forget(cut);
            }

            open.RemoveAll(place => pool.CountOf(place) < count);
            foreach (int place in open) seen[place] = pool.Join(place, Looks.LevelOf(count));
            IReadOnlySet<Cell> undecided = Judge(seen).Undecided();
            next = Looks.After(count);
            spent = IsSpent;
            foreach (int place in open.Where(place => next is null || spent || !undecided.Contains(plan.Cells[place])))
            {
                string stop = !undecided.Contains(plan.Cells[place]) ? CellStops.Decided : next is null ? CellStops.Most : CellStops.Budget;
                keep(seen[place]! with { Result = seen[place]!.Result with { Stopped = stop } }, place);
                pool.Forget(place);
            }

            open.RemoveAll(place => spent || !undecided.Contains(plan.Cells[place]));
        }
    }

    private ExpectationJudge Judge(IReadOnlyList<CellRun?> seen) =>
        new(plan, [.. plan.Cells.Zip(seen).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!.Result))]);
}
