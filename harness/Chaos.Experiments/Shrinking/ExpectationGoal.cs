using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Experiments.Shrinking;

/// <summary>The only expectation of the scenario fails.</summary>
internal sealed class ExpectationGoal(string text) : IShrinkGoal
{
    public string Description => $"the expectation `{text}` fails";

    public ShrinkSize? Measure(Experiment candidate, CancellationToken cancellation)
    {
        // In virtual time nothing waits, so the task is complete when it is returned or runs on its own threads.
        RunResults results = candidate.RunAsync(cancellation: cancellation).GetAwaiter().GetResult().Results;
        return results.Expectations is [{ Verdict: Verdict.Fail }] && results.Invalid.Count == 0
            ? new ShrinkSize(
                results.Cells.Where(cell => !cell.IsControl).Sum(cell => cell.Flows.Total / cell.Repetitions),
                results.Cells.Sum(cell => cell.Packets / cell.Repetitions))
            : null;
    }
}
