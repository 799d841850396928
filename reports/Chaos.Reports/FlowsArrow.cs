using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>
/// `flows.arrow`: the rows of `flows.csv` as an Arrow IPC file (Feather version 2), for those who load ten million of them. The same
/// columns; times are whole nanoseconds from t = 0, null where there is none.
/// </summary>
public static class FlowsArrow
{
    private const int RowsOfBatch = 1 << 16;

    private static readonly (string Name, Func<FlowRecord, string> Of)[] Texts =
    [
        ("cell", flow => flow.Cell), ("flow", flow => flow.Flow), ("group", flow => flow.Group), ("protocol", flow => flow.Protocol),
        ("state", flow => Spelling.Of(flow.State)), ("cause", flow => Spelling.Of(flow.Cause)),
            ("mechanism", flow => Spelling.Of(flow.Mechanism)),
    ];

    private static readonly (string Name, Func<FlowRecord, long?> Of)[] Times =
    [
        ("openedAtNs", flow => flow.OpenedAtNs), ("brokenAtNs", flow => flow.BrokenAtNs), ("detectedAtNs", flow => flow.DetectedAtNs),
        ("observedUntilNs", flow => flow.ObservedUntilNs),
    ];

    private static readonly Schema Columns = new(
        [
            new Field("repetition", Int32Type.Default, nullable: false),
            .. Texts.Select(column => new Field(column.Name, StringType.Default, nullable: false)),
            .. Times.Select(column => new Field(column.Name, Int64Type.Default, nullable: true)),
        ],
        metadata: null);

    /// <param name="stream">Takes the file.</param>
    /// <param name="flows">Taken one at a time: no more of them than a batch are held.</param>
    public static void Write(Stream stream, IEnumerable<FlowRecord> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        using ArrowFileWriter writer = new(stream, Columns, leaveOpen: true);
        writer.WriteStart();
        foreach (FlowRecord[] rows in flows.Chunk(RowsOfBatch))
        {
            using RecordBatch batch = new(Columns,
                [Repetitions(rows), .. Texts.Select(column => Text(rows, column.Of)), .. Times.Select(column => Time(rows, column.Of))],
                    rows.Length);
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }

    private static Int32Array Repetitions(FlowRecord[] rows) =>
        new Int32Array.Builder().AppendRange(rows.Select(flow => flow.Repetition)).Build();

    private static StringArray Text(FlowRecord[] rows, Func<FlowRecord, string> of)
    {
        StringArray.Builder column = new();
        foreach (FlowRecord flow in rows) column.Append(of(flow));
        return column.Build();
    }

    private static Int64Array Time(FlowRecord[] rows, Func<FlowRecord, long?> of)
    {
        Int64Array.Builder column = new();
        foreach (FlowRecord flow in rows) column.Append(of(flow));
        return column.Build();
    }
}
