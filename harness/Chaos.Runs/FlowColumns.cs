using System.Collections;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>
/// Records of flows, kept as rows of numbers and made anew whenever one is asked for: ten million of them take 600 MB, and as objects more
/// than twice as much.
/// </summary>
public sealed class FlowColumns : IReadOnlyList<FlowRecord>
{
    private const int RowsOfChunk = 1 << 16;

    private const long NoTime = long.MinValue;

    private readonly List<Row[]> chunks = [];
    private readonly TextTable cells = new(), flows = new(), groups = new(), protocols = new();

    public int Count { get; private set; }

    public FlowRecord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            ref readonly Row row = ref chunks[index / RowsOfChunk][index % RowsOfChunk];
            return new FlowRecord(
                cells[row.Cell], row.Repetition, flows[row.Flow], groups[row.Group], protocols[row.Protocol], Time(row.Opened),
                    Time(row.Broken),
                Time(row.Detected), Time(row.Observed), row.State, row.Cause, row.Mechanism);
        }
    }

    /// <summary>The id of the cell of a row, without the rest of it.</summary>
    public string CellOf(int index) => cells[chunks[index / RowsOfChunk][index % RowsOfChunk].Cell];

    public void Add(FlowRecord flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (Count % RowsOfChunk == 0) chunks.Add(new Row[RowsOfChunk]);
        chunks[^1][Count++ % RowsOfChunk] = new Row(
            cells.PlaceOf(flow.Cell), flows.PlaceOf(flow.Flow), flow.Repetition, groups.PlaceOf(flow.Group), flow.OpenedAtNs ?? NoTime,
            flow.BrokenAtNs ?? NoTime, flow.DetectedAtNs ?? NoTime, flow.ObservedUntilNs ?? NoTime, (byte)protocols.PlaceOf(flow.Protocol),
            flow.State, flow.Cause, flow.Mechanism);
    }

    public IEnumerator<FlowRecord> GetEnumerator()
    {
        for (int index = 0; index < Count; index++) yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long? Time(long nanoseconds) => nanoseconds == NoTime ? null : nanoseconds;

    private readonly record struct Row(
        int Cell, int Flow, int Repetition, int Group, long Opened, long Broken, long Detected, long Observed, byte Protocol,
            FlowState State,
        DeathCause Cause, Mechanism Mechanism);

    /// <summary>Texts that come again and again, by number.</summary>
    private sealed class TextTable
    {
        private readonly List<string> texts = [];
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

        public string this[int place] => texts[place];

        public int PlaceOf(string text)
        {
            if (places.TryGetValue(text, out int place)) return place;
            texts.Add(text);
            return places[text] = texts.Count - 1;
        }
    }
}
