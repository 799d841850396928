using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;

namespace Chaos.Experiments.Judging;

/// <summary>A cell of the plan and what came of it.</summary>
internal sealed class CellFigures(Cell cell, CellResult result) : ICellFigures
{
    public Cell Cell => cell;

    public CellResult Result => result;

    public Figure Survival(string? group)
    {
        (SurvivalEstimate survival, int flows) = SurvivalOf(group);
        return new Figure(survival.Estimate, survival.Sample(flows));
    }

    public Figure SurvivalAbove(ICellFigures other, string? group)
    {
        (SurvivalEstimate first, int firstFlows) = SurvivalOf(group);
        (SurvivalEstimate second, int secondFlows) = ((CellFigures)other).SurvivalOf(group);
        return new Figure(first.Estimate - second.Estimate, first.DifferenceTo(firstFlows, second, secondFlows));
    }

    public long? Count(string counter, string? group) => Counters.Read(counter, result, group);

    private (SurvivalEstimate Survival, int Flows) SurvivalOf(string? group)
    {
        if (group is null) return (result.Survival, result.Flows.Total);
        GroupResult own = result.Groups.Single(candidate => candidate.Name == group);
        return (own.Survival, own.Flows.Total);
    }
}
