using System.Text.Json.Serialization;
using Chaos.Scenarios.Cells;

namespace Chaos.Scenarios.Expectations;

/// <summary>What the author of a scenario expects; <see cref="Text"/> is one line for reports and logs.</summary>
public abstract record Expectation
{
    /// <summary>The expectation as one line, e.g. `survival >= 99% where variant=cilium-1.18, group=feeds`.</summary>
    public required string Text { get; init; }

    /// <summary>What it claims, as a verb of a sentence whose subject is a cell: `keeps >= 99% of feeds`.</summary>
    public required string Phrase { get; init; }

    /// <summary>Where the scenario has it; no part of what it means.</summary>
    [JsonIgnore]
    public SourcePlace? Place { get; init; }

    /// <summary>Axis values that a cell must have, spelled as in the matrix; the key `group` is in <see cref="Group"/> instead.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Where { get; init; }

    /// <summary>Judge only this flow group, or pressure group for newcomers; null: all flows of the cell.</summary>
    public required string? Group { get; init; }

    /// <summary>True: about what was counted, which has no margin and no interval.</summary>
    public virtual bool IsCounted => false;

    /// <summary>How many of these cells, or pairs of cells, it is about.</summary>
    public int SubjectsIn(IReadOnlyList<Cell> cells) => SubjectsOf(cells).Count();

    /// <summary>These cells one by one, or the pairs: first the one that a comparison is about, then the one it is compared with.</summary>
    public virtual IEnumerable<IReadOnlyList<Cell>> SubjectsOf(IReadOnlyList<Cell> cells) =>
        cells.Where(IsAbout).Select(cell => new[] { cell });

    /// <summary>What it claims of the cells that were run; empty if it is about none of them.</summary>
    public abstract IEnumerable<FigureClaim> Claims(IReadOnlyList<ICellFigures> cells);

    /// <summary>True if the cell has the axis values of <see cref="Where"/>.</summary>
    protected bool IsAbout(Cell cell) => Where.All(wanted => cell.ValueOf(wanted.Key) == wanted.Value);
}
