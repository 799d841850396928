using Chaos.Experiments.Judging;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Survival;

namespace Chaos.Experiments.Claims;

/// <summary>Holds claims against a run.</summary>
public static class ClaimJudging
{
    /// <summary>
    /// Judges a claim by its own cells. A run that says nothing, such as one whose control arm lost flows, makes every claim unknown.
    /// </summary>
    public static ExpectationResult Judge(this ExperimentResult result, Claim claim)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(claim);
        List<(Cell Cell, CellResult Result)> cells = [
            .. from cell in claim.Cells
               join ran in result.Results.Cells on cell.Id equals ran.Id
               select (cell, ran)];
        ExpectationResult judged = new ExpectationJudge(result.Plan, cells).JudgeCells(claim.Expectation);
        return result.Results.Invalid is { Count: > 0 } reasons
            ? judged with
            {
                Verdict = Verdict.Unknown,
                Observed = $"{judged.Observed}, but the run says nothing: {string.Join("; ", reasons)}",
            }
            : judged;
    }
}
