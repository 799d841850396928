using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;

namespace Chaos.Experiments.Judging;

/// <summary>A cell of the plan and what came of it.</summary>
internal sealed class CellFigures(Cell cell, CellResult result) : ICellFigures
{
    public Cell Cell => cell;

    public CellResult Result => result;

    public Figure Of(Measure measure, string? group)
    {
        (ShareEstimate? share, long flows) = measure == Measure.Newcomers ? FailedOf(group) : SurvivalOf(group);
        return new Figure(share?.Estimate, share?.Sample(flows));
    }

    public Figure Above(ICellFigures other, Measure measure, string? group)
    {
        (ShareEstimate? first, long firstFlows) = GoodOf(measure, group);
        (ShareEstimate? second, long secondFlows) = ((CellFigures)other).GoodOf(measure, group);
        return first is null || second is null ? default
            : new Figure(first.Estimate - second.Estimate, first.DifferenceTo(firstFlows, second, secondFlows));
    }

    public long? Count(string counter, string? group) => Counters.Read(counter, result, group);

    /// <summary>The share of which more is better.</summary>
    private (ShareEstimate? Share, long Flows) GoodOf(Measure measure, string? group)
    {
        if (measure == Measure.Survival) return SurvivalOf(group);
        (ShareEstimate? failed, long flows) = FailedOf(group);
        return (failed?.Complement(), flows);
    }

    private (ShareEstimate? Share, long Flows) FailedOf(string? group)
    {
        NewcomerResult? newcomers = group is null ? result.Pressure : result.Pressure?.Groups.Single(one => one.Name == group);
        return (newcomers?.FailedShare, newcomers?.Decided ?? 0);
    }

    private (ShareEstimate Share, long Flows) SurvivalOf(string? group)
    {
        if (group is null) return (result.Survival, result.Flows.Total);
        GroupResult own = result.Groups.Single(candidate => candidate.Name == group);
        return (own.Survival, own.Flows.Total);
    }
}
