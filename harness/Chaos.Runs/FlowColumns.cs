using System.Collections;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>
/// Records of flows, kept as rows of numbers and made into records when one is asked for. A flow that lived takes 32 bytes, one that died
/// 24 more: ten million of them fit into half a gigabyte, and as objects they would take four times as much.
/// </summary>
public sealed class FlowColumns : IReadOnlyList<FlowRecord>
{
    private const long NoTime = long.MinValue;

    /// <summary>A row without an ending; an end of observation that is the detection.</summary>
    private const int None = -1;

    private readonly Chunks<Row> rows = new();
    private readonly Chunks<Ending> endings = new();
    private readonly TextTable cells = new(), flows = new(), groups = new(), protocols = new();
    private readonly List<long> observed = [];
    private readonly Dictionary<long, int> placesOfObserved = [];

    public int Count => rows.Count;

    public FlowRecord this[int index]
    {
        get
        {
            ref readonly Row row = ref rows[index];
            Ending ending = row.Ending == None ? Ending.Nothing : endings[row.Ending];
            return new FlowRecord(
                cells[row.Cell], row.Repetition, flows[row.Flow], groups[row.Group], protocols[row.Protocol], Time(row.Opened),
                Time(ending.Broken), Time(ending.Detected), Time(row.Observed == None ? ending.Detected : observed[row.Observed]),
                row.State, ending.Cause, ending.Mechanism);
        }
    }

    /// <summary>The id of the cell of a row, without the rest of it.</summary>
    public string CellOf(int index) => cells[rows[index].Cell];

    public void Add(FlowRecord flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        Ending ending = new(flow.BrokenAtNs ?? NoTime, flow.DetectedAtNs ?? NoTime, flow.Cause, flow.Mechanism);
        long until = flow.ObservedUntilNs ?? NoTime;
        rows.Add(new Row(
            flow.OpenedAtNs ?? NoTime, cells.PlaceOf(flow.Cell), flows.PlaceOf(flow.Flow), flow.Repetition,
            until == ending.Detected && until != NoTime ? None : PlaceOf(until), ending == Ending.Nothing ? None : endings.Count,
            (ushort)groups.PlaceOf(flow.Group), (byte)protocols.PlaceOf(flow.Protocol), flow.State));
        if (ending != Ending.Nothing) endings.Add(ending);
    }

    public IEnumerator<FlowRecord> GetEnumerator()
    {
        for (int index = 0; index < Count; index++) yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long? Time(long nanoseconds) => nanoseconds == NoTime ? null : nanoseconds;

    private int PlaceOf(long until)
    {
        if (placesOfObserved.TryGetValue(until, out int place)) return place;
        observed.Add(until);
        return placesOfObserved[until] = observed.Count - 1;
    }

    /// <summary>The largest members first, so that none is padded.</summary>
    private readonly record struct Row(
        long Opened, int Cell, int Flow, int Repetition, int Observed, int Ending, ushort Group, byte Protocol, FlowState State);

    /// <summary>What only flows have that were hit.</summary>
    private readonly record struct Ending(long Broken, long Detected, DeathCause Cause, Mechanism Mechanism)
    {
        public static readonly Ending Nothing = new(NoTime, NoTime, DeathCause.None, Mechanism.None);
    }

    /// <summary>A list that grows without copying what it has.</summary>
    private sealed class Chunks<T>
        where T : struct
    {
        private const int Size = 1 << 16;

        private readonly List<T[]> chunks = [];

        public int Count { get; private set; }

        public ref readonly T this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
                return ref chunks[index / Size][index % Size];
            }
        }

        public void Add(T item)
        {
            if (Count % Size == 0) chunks.Add(new T[Size]);
            chunks[^1][Count++ % Size] = item;
        }
    }

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
