using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>The two halves of what a cell shows: who of the watched flows lives, and who of the newcomers fails.</summary>
/// <param name="Kept">Survival of the worst flow group: an average over groups that live and groups that die says nothing.</param>
/// <param name="Group">That group; null where there is one only.</param>
/// <param name="Failed">Share of newcomers that fail; null where nobody can see it.</param>
internal readonly record struct Halves(double? Kept, string? Group, double? Failed)
{
    /// <summary>Less than this between two cells is called no difference.</summary>
    public const double SmallestDifference = 0.005;

    /// <summary>E.g. `97.5 % of flows`, `97.5 % of its worst group (feeds)`.</summary>
    public string KeptText => Group is null
        ? $"{ShareText.Percent(Kept)} of flows" : $"{ShareText.Percent(Kept)} of {(Kept == 1 ? "every" : "its worst")} group{Named}";

    /// <summary>E.g. `0 %`, `0 % (senders)`.</summary>
    public string ShortText => ShareText.Percent(Kept) + Named;

    private string Named => Group is null || Kept == 1 ? "" : $" ({Group})";

    public static Halves Of(CellResult cell)
    {
        GroupResult? worst = cell.Groups.Count < 2 ? null
            : cell.Groups.Where(group => group.Survival.Estimate is not null).MinBy(group => group.Survival.Estimate);
        return new Halves(worst?.Survival.Estimate ?? cell.Survival.Estimate, worst?.Name, cell.Pressure?.FailedEstimate);
    }
}
