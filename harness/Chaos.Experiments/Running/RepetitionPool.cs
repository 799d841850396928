using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;

namespace Chaos.Experiments.Running;

/// <summary>A cell that is to have these repetitions.</summary>
/// <param name="Place">Of the cell in the plan.</param>
/// <param name="Numbers">All of them, those that it has included.</param>
internal readonly record struct Repeats(int Place, RepetitionRange Numbers);

/// <summary>Runs repetitions of several cells at a time, and keeps them until their cell is done.</summary>
/// <param name="runner">Runs one repetition.</param>
/// <param name="experiment">Its cells and their targets.</param>
internal sealed class RepetitionPool(CellRunner runner, Experiment experiment)
{
    private readonly Dictionary<int, RepetitionRun?[]> done = [];
    private readonly Lock counting = new();

    /// <summary>Repetitions that a cell has, one after the other from the first.</summary>
    public int CountOf(int place) => done.TryGetValue(place, out RepetitionRun?[]? all) ? all.TakeWhile(one => one is not null).Count() : 0;

    /// <summary>Runs what is missing, cell by cell in their order.</summary>
    /// <param name="wanted">Cells and how often each is to be repeated.</param>
    /// <param name="complete">Called for each cell that has all, one at a time.</param>
    /// <param name="jobs">Repetitions at a time, at least 1.</param>
    /// <param name="deadline">Says whether the time is over: nothing begins after it, and cells stay incomplete. Null: it never is.</param>
    /// <param name="cancellation">Stops repetitions in progress.</param>
    public async Task RunAsync(
        IReadOnlyList<Repeats> wanted, Action<int> complete, int jobs, Func<bool>? deadline, CancellationToken cancellation)
    {
        Dictionary<int, int> missing = [];
        List<(int Place, int Repetition)> work = [];
        foreach (Repeats cell in wanted)
        {
            RepetitionRun?[] before = done.GetValueOrDefault(cell.Place) ?? [];
            int[] numbers = [.. cell.Numbers.All.Where(number => number > before.Length || before[number - 1] is null)];
            done[cell.Place] = [.. before, .. new RepetitionRun?[Math.Max(0, cell.Numbers.Last - before.Length)]];
            missing[cell.Place] = numbers.Length;
            work.AddRange(numbers.Select(number => (cell.Place, number)));
        }

        ParallelOptions parallel = new() { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation };
        await Parallel.ForEachAsync(work, parallel, async (next, cancelled) =>
        {
            if (deadline?.Invoke() == true) return;
            Cell cell = experiment.Plan.Cells[next.Place];
            RepetitionRun run = await runner.RunAsync(cell, TargetOf(cell), next.Repetition, cancelled);
            lock (counting)
            {
                done[next.Place][next.Repetition - 1] = run;
                if (--missing[next.Place] == 0) complete(next.Place);
            }
        });
    }

    /// <summary>The first repetitions of a cell as its result.</summary>
    /// <param name="place">Of the cell.</param>
    /// <param name="level">Of intervals.</param>
    /// <param name="count">How many; null: all that it has.</param>
    public CellRun Join(int place, double level, int? count = null)
    {
        Cell cell = experiment.Plan.Cells[place];
        return CellRunner.Join(cell, TargetOf(cell), [.. done[place].Take(count ?? CountOf(place)).OfType<RepetitionRun>()], level);
    }

    /// <summary>Lets go what a cell has.</summary>
    public void Forget(int place)
    {
        lock (counting) done.Remove(place);
    }

    private ITarget TargetOf(Cell cell) => experiment.Targets[cell.Scenario.Target];
}
