using Chaos.Runs;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Running;

/// <summary>Takes the rows of finished repetitions.</summary>
internal interface IRepetitionKeeper
{
    /// <summary>A repetition that was done before; null: it is to be run.</summary>
    /// <param name="cell">The point of the matrix.</param>
    /// <param name="repetition">From 1.</param>
    RepetitionRun? Find(Cell cell, int repetition) => null;

    /// <summary>Reads the rows once, from the first to the last.</summary>
    /// <exception cref="StorageException">They cannot be written.</exception>
    IRepetitionRows Keep(
        Cell cell, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table);
}

/// <summary>Keeps rows as objects.</summary>
internal sealed class KeptInMemory : IRepetitionKeeper
{
    public static readonly KeptInMemory Instance = new();

    public IRepetitionRows Keep(
        Cell cell, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table) =>
        new RowsInMemory([.. flows], [.. events], [.. table]);
}

/// <summary>Keeps no flows and events, of which a search for a size has too many; the table over time is small.</summary>
internal sealed class OnlyCounted : IRepetitionKeeper
{
    public static readonly OnlyCounted Instance = new();

    public IRepetitionRows Keep(
        Cell cell, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table)
    {
        // The caller counts what is read.
        foreach (FlowRecord _ in flows)
        {
        }

        return new RowsInMemory([], [], [.. table]);
    }
}
