using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>
/// What decides the verdict: the expectation that came off worst, and the cells that it is about. Of expectations that all passed it is a
/// comparison, if there is one, since that is what the scenario claims; else the one that passed with the least room.
/// </summary>
/// <param name="Expectation">Null where nothing is expected, or where its cells were not kept.</param>
/// <param name="Cell">Its cell; null with it.</param>
/// <param name="Against">The cell that it is compared with; null where none is.</param>
internal sealed record Deciding(ExpectationResult? Expectation, CellResult? Cell, CellResult? Against)
{
    public static Deciding Of(ReportModel model)
    {
        ExpectationResult? decides = model.Results.Expectations.Where(one => model.CellOf(one.Cell) is not null)
            .OrderByDescending(one => one.Verdict)
            .ThenByDescending(one => one.Verdict == Verdict.Pass && one.Against is not null)
            .ThenBy(one => one.Margin ?? double.PositiveInfinity).FirstOrDefault();
        return new Deciding(decides, model.CellOf(decides?.Cell), model.CellOf(decides?.Against));
    }

    /// <summary>The cell that the headline is about: the one that decides, or else the best of the sharpest contrast.</summary>
    public static CellResult? HeadlineCell(ReportModel model) =>
        model.Deciding.Cell ?? VerdictSentence.SharpestCell(model) ?? (model.Cells.Count > 0 ? model.Cells[0] : null);

    /// <summary>The column of the grid that shows it; null without a cell.</summary>
    public static (GridBlock Block, string Column)? ColumnOf(ReportModel model)
    {
        CellResult? cell = HeadlineCell(model);
        foreach (GridBlock block in model.Grid.Blocks)
            foreach (((string _, string column), CellResult own) in block.Cells)
                if (ReferenceEquals(own, cell))
                    return (block, column);
        return null;
    }
}
