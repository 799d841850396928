using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;

namespace Chaos.Experiments.Sizing;

/// <summary>From a search to an answer in the user's terms.</summary>
/// <param name="probes">What was tried.</param>
/// <param name="request">The target.</param>
/// <param name="grid">Values of the axis.</param>
/// <param name="present">What the scenario says on the axis.</param>
/// <param name="axis">Its name in the matrix.</param>
/// <param name="isMap">The axis is the size of the map.</param>
internal sealed class SizingAnswers(
    SizeProbes probes, SizingRequest request, SizeGrid grid, string present, string axis, bool isMap)
{
    private readonly SizingJudge judge = new(request);

    /// <summary>Largest map of the format.</summary>
    private const long LargestMap = 16_777_216;

    /// <param name="cell">Of the arm, at any value.</param>
    /// <param name="arm">Its place.</param>
    /// <param name="presentIndex">The scenario's value on the grid.</param>
    public async Task<SizingAnswer> FindAsync(Cell cell, int arm, int presentIndex)
    {
        long? law = isMap ? CliffLaw.EntriesFor(cell.Scenario) : null;
        int start = law is { } entries ? SizeGrid.IndexOf(Math.Min(entries, LargestMap)) : presentIndex;
        (Probe? answer, Probe? worse) = await new SizeSearch(probes, grid, judge, arm).RunAsync(start);
        SizingRival? rival = isMap ? await RivalAsync(arm) : null;
        IReadOnlyList<KeyValuePair<string, string>> where = WhereOf(cell);
        string variant = cell.Scenario.Nat.Variant;
        if (answer is null)
            return new SizingAnswer(
                variant, where, null, null, null, null, null, null, null, law, null, null, null, rival,
                StepsOf(arm), "no value of the axis meets the target");
        await probes.KeepFlowsAsync(answer);
        CellResult result = answer.Join().Result;
        (ShareEstimate share, long _) = judge.SurvivalOf(result);
        long value = NumberOf(answer.Value);
        return new SizingAnswer(
            variant, where, value, answer.Value, SizedShare.Of(share, result.Repetitions), NewcomersOf(result),
            share.Estimate is { } estimate ? request.Survival.Bound.Margin(estimate) : null,
            share.Runs(request.Survival.Bound.Kind is BoundKind.AtLeast or BoundKind.MoreThan)?.Text("lived"),
            worse is null ? null : Neighbour(worse),
            law, isMap ? KernelMapMemory.BytesFor(value) : null, isMap ? CiliumOptions.For(value) : null,
            isMap ? CostOf(cell.Scenario, value) : null, rival, StepsOf(arm), null);
    }

    /// <summary>What was spent on each step, by rising value.</summary>
    private IReadOnlyList<SizingStep> StepsOf(int arm) => [
        .. probes.Of(arm).Select(probe => new SizingStep(
                NumberOf(probe.Value), probe.Repetitions.Count, probe.Predicted,
                probe.Stopped != CellStops.Probe ? Spelling.Of(probe.Verdict) : null, probe.MissedBy > 0))
            .OrderBy(step => step.Value)];

    private SizingNeighbour Neighbour(Probe worse)
    {
        CellResult result = worse.Join().Result;
        return new SizingNeighbour(
            NumberOf(worse.Value), Spelling.Of(worse.Verdict),
            SizedShare.Of(judge.SurvivalOf(result).Share, result.Repetitions), NewcomersOf(result));
    }

    /// <summary>The fill of the present map, as operators would see it, and what the rule makes of it.</summary>
    private async Task<SizingRival> RivalAsync(int arm)
    {
        Probe now = probes.At(arm, present);
        await probes.RepeatAsync(now, 1);
        double pressure = now.Repetitions[0].Rows.Table().Select(table => table.Fill).DefaultIfEmpty(0).Max();
        long size = NumberOf(present), rule = (long)Math.Ceiling(size * pressure / 0.5);
        if (rule is < 1 or > LargestMap) return new SizingRival(size, Rounded(pressure), rule, null, null);
        Probe there = probes.At(arm, rule.ToString(CultureInfo.InvariantCulture));
        await probes.RepeatAsync(there, 1);
        CellResult result = there.Join().Result;
        return new SizingRival(
            size, Rounded(pressure), rule, SizedShare.Of(judge.SurvivalOf(result).Share, result.Repetitions),
            NewcomersOf(result));
    }

    private static double Rounded(double share) => Math.Round(share, 6);

    private static SizedShare? NewcomersOf(CellResult cell) => SizedShare.Of(cell.Pressure?.FailedShare, cell.Repetitions);

    private IReadOnlyList<KeyValuePair<string, string>> WhereOf(Cell cell) => [.. cell.Axes.Where(one => one.Key != axis)];

    private static long NumberOf(string value) => long.Parse(
        new string([.. value.TakeWhile(char.IsAsciiDigit)]), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A client that never sends brings no mapping back.</summary>
    private static ResizeCost CostOf(Scenario scenario, long entries)
    {
        long[] gaps = [
            .. scenario.Flows.SelectMany(group => group.Shapes).Select(shape => shape.Plan.KeepAlive > 0
                ? Shorter(shape.Plan.ClientPeriod, shape.Plan.KeepAlive) : shape.Plan.ClientPeriod)];
        return new ResizeCost(entries, gaps.Contains(0) ? null : gaps.Max() / 1e9);

        static long Shorter(long one, long other) => one == 0 ? other : Math.Min(one, other);
    }
}
