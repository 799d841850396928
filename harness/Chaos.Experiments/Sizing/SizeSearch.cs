using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Sizing;

/// <summary>
/// The search of one arm, twice by the same rule: first the edge of the steps of which a few repetitions all meet the target; from there
/// steps are repeated until the target is certified on one of them and not on its neighbour.
/// </summary>
/// <remarks>
/// Newcomers may fail less again in a smaller map, so the answer is the edge nearest to where the search begins, not the smallest map of
/// all that would do.
/// </remarks>
internal sealed class SizeSearch(SizeProbes probes, SizeGrid grid, SizingJudge judge, int arm)
{
    /// <summary>The answer and its neighbour on the worse side.</summary>
    /// <param name="start">Where on the grid to begin.</param>
    /// <returns>Nulls where no value meets the target; the second is null too where the axis ends.</returns>
    public async Task<(Probe? Answer, Probe? Worse)> RunAsync(int start)
    {
        int? rough = await EdgeAsync(start, LooksGoodAsync);
        return rough is { } near && await EdgeAsync(near, IsCertifiedAsync) is { } edge && At(edge) is { } answer
            ? (answer, At(grid.Towards(edge, -1))) : (null, null);
    }

    /// <summary>The last good step before a bad one: strides that double until the other kind is met, then halves.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="isGood">Null where the axis has no such value.</param>
    /// <returns>Null where the axis does not have the start; beyond its end where nothing is good.</returns>
    private async Task<int?> EdgeAsync(int start, Func<Probe, Task<bool>> isGood)
    {
        if (At(start) is not { } first) return null;
        bool begins = await isGood(first);
        // Beyond an end of the axis the other kind is assumed, so that a stride over it turns round.
        async Task<bool> IsGoodAsync(int index) => At(index) is { } probe ? await isGood(probe) : !begins;

        int known = start, other, stride = 1;
        while (await IsGoodAsync(other = grid.Towards(start, begins ? -stride : stride)) == begins)
        {
            known = other;
            stride *= 2;
        }

        (int good, int bad) = begins ? (known, other) : (other, known);
        while (Math.Abs(good - bad) > 1)
        {
            int middle = (good + bad) / 2;
            if (await IsGoodAsync(middle)) good = middle;
            else bad = middle;
        }

        return good;
    }

    /// <summary>
    /// By the repetitions of the first look, one after the other up to the first that misses the target. One alone may be an odd one; and a
    /// step that they all meet is often far enough from the target to be certified.
    /// </summary>
    private async Task<bool> LooksGoodAsync(Probe probe)
    {
        for (int repetition = 1; repetition <= Looks.Counts[0]; repetition++)
            if (!await probes.MeetsAsync(probe, repetition, judge)) return false;
        return true;
    }

    /// <summary>Repeats a step until it is decided, or given up as too near the target.</summary>
    private async Task<bool> IsCertifiedAsync(Probe probe)
    {
        for (int look = 0; probe.Stopped == CellStops.Probe; look++)
        {
            await probes.RepeatAsync(probe, Looks.Counts[look]);
            CellResult seen = probe.Join().Result;
            probe.Verdict = judge.Judge(seen);
            if (look == 0) probe.Predicted = judge.Predict(seen);
            if (probe.Verdict != Verdict.Unknown) probe.Stopped = CellStops.Decided;
            else if (judge.IsTooNear(seen)) probe.Stopped = CellStops.Near;
        }

        return probe.Verdict == Verdict.Pass;
    }

    private Probe? At(int index)
    {
        if (index < 1) return null;
        try
        {
            return probes.At(arm, grid.TextAt(index));
        }
        catch (BadScenarioException)
        {
            return null;
        }
    }
}
