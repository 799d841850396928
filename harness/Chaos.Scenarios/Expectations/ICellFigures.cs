using Chaos.Scenarios.Cells;
using Chaos.Survival.Repeating;

namespace Chaos.Scenarios.Expectations;

/// <summary>What a cell that was run shows.</summary>
public interface ICellFigures
{
    Cell Cell { get; }

    /// <summary>Share of flows alive at the end.</summary>
    /// <param name="group">Only this flow group; null: all flows.</param>
    Figure Survival(string? group);

    /// <summary>This cell's survival less another one's.</summary>
    /// <param name="other">From the same run.</param>
    /// <param name="group">Only this flow group; null: all flows.</param>
    Figure SurvivalAbove(ICellFigures other, string? group);

    /// <summary>A counter of results.json, over all repetitions; null where the cell has none.</summary>
    /// <param name="counter">Its path.</param>
    /// <param name="group">Only this flow group; null: all flows.</param>
    long? Count(string counter, string? group);
}

/// <summary>An estimate; null where there is nothing to estimate from.</summary>
/// <param name="Estimate">Over all repetitions.</param>
/// <param name="Sample">The repetitions behind it.</param>
public readonly record struct Figure(double? Estimate, RepeatedEstimate? Sample);
