namespace Chaos.Runs;

/// <summary>The rows of one repetition, wherever they are kept.</summary>
public interface IRepetitionRows
{
    /// <summary>Rows of `flows.csv`.</summary>
    int FlowCount { get; }

    /// <summary>In file order.</summary>
    IEnumerable<FlowRecord> Flows();

    /// <summary>In file order.</summary>
    IEnumerable<RunEvent> Events();

    /// <summary>In file order.</summary>
    IEnumerable<TableSample> Table();

    /// <summary>The rows as `flows.csv` has them, without its header.</summary>
    void WriteFlows(Stream stream) => FlowsCsv.WriteRows(stream, Flows());

    /// <summary>The lines as `events.jsonl` has them.</summary>
    void WriteEvents(Stream stream) => EventsFile.Write(stream, Events());

    /// <summary>The rows as `table.csv` has them, without its header.</summary>
    void WriteTable(Stream stream) => TableCsv.WriteRows(stream, Table());
}

/// <summary>Rows that are kept as objects.</summary>
public sealed class RowsInMemory(
    IReadOnlyList<FlowRecord> flows, IReadOnlyList<RunEvent> events, IReadOnlyList<TableSample> table) : IRepetitionRows
{
    public static readonly RowsInMemory None = new([], [], []);

    public int FlowCount => flows.Count;

    public IEnumerable<FlowRecord> Flows() => flows;

    public IEnumerable<RunEvent> Events() => events;

    public IEnumerable<TableSample> Table() => table;
}

/// <summary>Rows of a repetition whose number is another one in the run than in the cell that it was run for.</summary>
/// <param name="rows">With the number of the cell.</param>
/// <param name="before">Repetitions that come before those of the cell.</param>
public sealed class RenumberedRows(IRepetitionRows rows, int before) : IRepetitionRows
{
    public int FlowCount => rows.FlowCount;

    public IEnumerable<FlowRecord> Flows() => rows.Flows().Select(flow => flow with { Repetition = flow.Repetition + before });

    public IEnumerable<RunEvent> Events() => rows.Events().Select(one => one with { Repetition = one.Repetition + before });

    public IEnumerable<TableSample> Table() => rows.Table().Select(sample => sample with { Repetition = sample.Repetition + before });
}
