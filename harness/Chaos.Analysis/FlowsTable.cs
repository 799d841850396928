using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Analysis;

/// <summary>
/// Our own `flows.csv` as a table of subjects: a flow's life is that from t = 0 to its death, or to the end of its observation.
/// </summary>
/// <remarks>
/// A flow that was refused counts as dead at once, as in the report. Cells are the groups, unless another column is asked for; the
/// control arm is left out of them.
/// </remarks>
public static class FlowsTable
{
    /// <summary>Columns that can be named: they sort flows, and are not times.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["cell", "repetition", "group", "protocol", "cause", "mechanism"];

    /// <summary>Whether a file begins as `flows.csv` does.</summary>
    public static bool Begins(ReadOnlySpan<byte> beginning) => beginning.StartsWith(System.Text.Encoding.ASCII.GetBytes(FlowsCsv.Header));

    /// <param name="stream">Read to its end.</param>
    /// <param name="file">The name for error messages.</param>
    /// <param name="group">One of <see cref="Columns"/>.</param>
    /// <param name="strata">The same; null: comparisons are not stratified.</param>
    /// <param name="cause">The same; null: deaths are all alike.</param>
    /// <exception cref="DamagedRunException">The table is not what it should be.</exception>
    public static SubjectTable Read(Stream stream, string file, string group, string? strata, string? cause)
    {
        FlowRecord[] flows = [.. FlowsCsv.Read(stream, file).Where(flow => flow.Cell != CellResult.ControlId)];
        if (flows.Length == 0) throw new DamagedRunException(file, 1, "there is no flow below the header");
        (string[] groups, Func<FlowRecord, ushort> groupOf) = Numbered(flows, group);
        (_, Func<FlowRecord, ushort> stratumOf) = strata is null ? ([], _ => (ushort)0) : Numbered(flows, strata);
        (string[] causes, Func<FlowRecord, ushort> causeOf) =
            cause is null ? ([], _ => (ushort)0) : Numbered([.. flows.Where(Died)], cause);
        return new SubjectTable(
            new Subjects(
                [.. flows.Select(Life)],
                [
                    .. flows.Select(flow => new Subject(
                        groupOf(flow), stratumOf(flow), Died(flow) ? (ushort)(causeOf(flow) + 1) : (ushort)0)),
                ],
                groups.Length),
            groups,
            cause is null ? null : causes);
    }

    private static bool Died(FlowRecord flow) => flow.State is FlowState.Died or FlowState.Refused;

    private static double Life(FlowRecord flow) =>
        flow.State == FlowState.Refused ? 0 : Math.Max(0, Seconds.FromNanoseconds(flow.DetectedAtNs ?? flow.ObservedUntilNs ?? 0));

    private static (string[] Names, Func<FlowRecord, ushort> NumberOf) Numbered(FlowRecord[] flows, string column)
    {
        string[] names = [.. flows.Select(flow => Value(flow, column)).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, ushort> numbers = names.Index()
            .ToDictionary(name => name.Item, name => (ushort)name.Index, StringComparer.Ordinal);
        return (names, flow => numbers[Value(flow, column)]);
    }

    private static string Value(FlowRecord flow, string column) => column switch
    {
        "cell" => flow.Cell,
        "repetition" => flow.Repetition.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "group" => flow.Group,
        "protocol" => flow.Protocol,
        "cause" => Spelling.Of(flow.Cause),
        "mechanism" => Spelling.Of(flow.Mechanism),
        _ => throw new ArgumentException($"flows.csv has no column '{column}' of names", nameof(column)),
    };
}
