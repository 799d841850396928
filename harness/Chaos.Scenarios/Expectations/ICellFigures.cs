using Chaos.Scenarios.Cells;
using Chaos.Survival.Repeating;

namespace Chaos.Scenarios.Expectations;

/// <summary>What a cell that was run shows.</summary>
public interface ICellFigures
{
    Cell Cell { get; }

    /// <summary>A share, 0 to 1.</summary>
    /// <param name="measure">Of what.</param>
    /// <param name="group">Only this flow group, or pressure group for newcomers; null: all.</param>
    Figure Of(Measure measure, string? group);

    /// <summary>By how much this cell does better than another one, -1 to 1: more survival, or fewer failed newcomers.</summary>
    /// <param name="other">From the same run.</param>
    /// <param name="measure">Of what.</param>
    /// <param name="group">Only this flow group, or pressure group for newcomers; null: all.</param>
    Figure Above(ICellFigures other, Measure measure, string? group);

    /// <summary>A counter of results.json, over all repetitions; null where the cell has none.</summary>
    /// <param name="counter">Its path.</param>
    /// <param name="group">Only this flow group; null: all flows.</param>
    long? Count(string counter, string? group);
}

/// <summary>An estimate; null where there is nothing to estimate from.</summary>
/// <param name="Estimate">Over all repetitions.</param>
/// <param name="Sample">The repetitions behind it.</param>
public readonly record struct Figure(double? Estimate, RepeatedEstimate? Sample);
