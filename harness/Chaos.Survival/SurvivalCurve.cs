namespace Chaos.Survival;

/// <summary>A right-continuous step function: 1 until the first death, then down.</summary>
/// <param name="steps">By strictly rising time.</param>
public sealed class SurvivalCurve(IReadOnlyList<CurveStep> steps)
{
    /// <summary>By strictly rising time; empty when nothing was observed.</summary>
    public IReadOnlyList<CurveStep> Steps { get; } = steps;

    /// <summary>All flows, before anything happened.</summary>
    public int Total => Steps.Count == 0 ? 0 : Steps[0].AtRisk;

    /// <summary>
    /// The estimate at a time. Null where the data say nothing: no flow at all, or later than the last observation
    /// while somebody was still alive then (the curve is undefined there, and a guess would flatter).
    /// </summary>
    public double? SurvivalAt(double timeSeconds)
    {
        if (Steps.Count == 0)
        {
            return null;
        }

        int index = LastStepAt(timeSeconds);
        if (index < 0)
        {
            return 1;
        }

        CurveStep step = Steps[index];
        bool beyondTheData = index == Steps.Count - 1 && timeSeconds > step.TimeSeconds && step.Survival > 0;
        return beyondTheData ? null : step.Survival;
    }

    /// <summary>The last step at or before a time; null before the first.</summary>
    public CurveStep? StepAt(double timeSeconds)
    {
        int index = LastStepAt(timeSeconds);
        return index < 0 ? null : Steps[index];
    }

    /// <summary>The row of a risk table: who is still watched just before the time, and what happened up to and including it.</summary>
    public RiskCount RiskAt(double timeSeconds)
    {
        int died = 0;
        int censored = 0;
        int atRisk = Total;
        foreach (CurveStep step in Steps)
        {
            if (step.TimeSeconds > timeSeconds)
            {
                break;
            }

            atRisk = step.TimeSeconds < timeSeconds ? step.AtRisk - step.Died - step.Censored : step.AtRisk;
            died += step.Died;
            censored += step.Censored;
        }

        return new RiskCount(atRisk, died, censored);
    }

    /// <summary>Index of the last step at or before the time; -1: before the first.</summary>
    private int LastStepAt(double timeSeconds)
    {
        int low = 0;
        int high = Steps.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Steps[middle].TimeSeconds <= timeSeconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
