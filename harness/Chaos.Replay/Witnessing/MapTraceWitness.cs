using System.Globalization;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Witnessing;

/// <summary>Writes down what a datapath does to its map, as a trace for `map replay`: keys become numbers in the order of their first
/// use.</summary>
public sealed class MapTraceWitness : INatWitness
{
    private readonly List<(MapStep Step, long At, NatKey Key, bool Missed)> steps = [];
    private readonly Dictionary<NatKey, ulong> numbers = [];
    private readonly Dictionary<NatKey, FiveTuple> owners = [];
    private long now;
    private int packetCpu, maps;

    /// <summary>max_entries of the map.</summary>
    public int Capacity { get; private set; }

    /// <summary>False: the table was replaced during the run, and a trace is of one map.</summary>
    public bool IsOfOneMap => maps == 1;

    void INatWitness.OnMap(int capacity) => (Capacity, maps) = (capacity, maps + 1);

    void INatWitness.OnPacket(DatapathPath path, ReadOnlySpan<byte> packet, long at, int cpu) => (now, packetCpu) = (at, cpu);

    void INatWitness.OnFault(long at) => (now, packetCpu) = (at, 0);

    void INatWitness.OnLookup(in NatKey key, bool found) => Add(packetCpu, MapAction.Lookup, key, !found);

    void INatWitness.OnUpdate(in NatKey key, in NatValue value, UpdateMode mode, int cpu)
    {
        owners[key] = NatValue.Connection(key, value);
        Add(cpu, mode switch
        {
            UpdateMode.NoExist => MapAction.Create,
            UpdateMode.Exist => MapAction.Replace,
            _ => MapAction.Update,
        }, key, missed: false);
    }

    void INatWitness.OnDeleted(in NatKey key, MapResult result) => Add(packetCpu, MapAction.Delete, key, missed: false);

    /// <summary>The key that a packet of a connection misses at a moment; null if none does then.</summary>
    public NatKey? MissedBy(FiveTuple connection, long at)
    {
        foreach ((_, long time, NatKey key, bool missed) in steps)
            if (missed && time == at && owners.TryGetValue(key, out FiveTuple owner) && owner == connection)
                return key;
        return null;
    }

    /// <summary>The number of a key in the trace; null: it is not there.</summary>
    public ulong? NumberOf(in NatKey key) => numbers.TryGetValue(key, out ulong number) ? number : null;

    /// <summary>The trace up to and including the lookup that misses a key at a moment, or, without a key, up to that moment.</summary>
    /// <returns>Lines without an end, comments among them.</returns>
    public IEnumerable<string> LinesUntil(NatKey? missed, long at)
    {
        HashSet<NatKey> named = [];
        foreach ((MapStep step, long time, NatKey key, bool isMissed) in steps)
        {
            if (time > at) yield break;
            string name = named.Add(key) ? string.Create(CultureInfo.InvariantCulture, $"  # {Word(key)} {key.Tuple}") : "";
            yield return step + name;
            if (isMissed && time == at && key.Equals(missed)) yield break;
        }
    }

    private void Add(int cpu, MapAction action, in NatKey key, bool missed)
    {
        if (!numbers.TryGetValue(key, out ulong number)) numbers[key] = number = (ulong)numbers.Count + 1;
        steps.Add((new MapStep(cpu, action, number, steps.Count + 1), now, key, missed));
    }

    private static string Word(in NatKey key) => key.Half == MappingHalf.Original ? "original" : "reverse";
}
