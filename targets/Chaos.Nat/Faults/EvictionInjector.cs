using Chaos.Nat.Snat;
using Chaos.Packets;
using Chaos.Shared;

namespace Chaos.Nat.Faults;

/// <summary>Which mappings an injected eviction takes.</summary>
/// <param name="Half">Which half of each chosen mapping goes.</param>
/// <param name="Random">Drawn from the seed; else the oldest: those whose entries were created first, and an entry that was restored is as old as its restore.</param>
/// <param name="Count">How many; null if <paramref name="Share"/> says it.</param>
/// <param name="Share">0 to 1 of the candidates, rounded to the nearest; null if <paramref name="Count"/> says it.</param>
/// <param name="Flows">Only these watched flows; null: any mapping.</param>
/// <param name="Seed">Of the draws.</param>
public sealed record EvictionRequest(MappingHalf Half, bool Random, int? Count, double? Share, IReadOnlySet<int>? Flows, ulong Seed);

/// <summary>What was carried out.</summary>
/// <param name="Candidates">Mappings that could be chosen.</param>
/// <param name="Chosen">Mappings that were.</param>
/// <param name="RemovedOriginal">Original entries removed.</param>
/// <param name="RemovedReverse">Reverse entries removed.</param>
/// <param name="Flows">Watched flows among the chosen, in ascending order.</param>
public sealed record EvictionOutcome(int Candidates, int Chosen, int RemovedOriginal, int RemovedReverse, IReadOnlyList<int> Flows);

/// <summary>Removes entries as an eviction would, by request.</summary>
public static class EvictionInjector
{
    public static EvictionOutcome Evict(SnatMap map, ConnectionFinder flowOf, EvictionRequest request, long nowNanoseconds)
    {
        map.Now = nowNanoseconds;
        List<Candidate> candidates = Candidates(map, flowOf, request);
        int wanted = request.Count ?? (int)Math.Round((request.Share ?? 0) * candidates.Count, MidpointRounding.AwayFromZero);
        int chosen = Math.Min(wanted, candidates.Count);
        if (request.Random) Shuffle(candidates, chosen, request.Seed);
        int original = 0, reverse = 0;
        SortedSet<int> flows = [];
        foreach (Candidate candidate in candidates[..chosen])
        {
            foreach (NatKey key in candidate.Keys)
            {
                map.Inject(key);
                if (key.Half == MappingHalf.Original) original++;
                else reverse++;
            }

            if (candidate.Flow >= 0) flows.Add(candidate.Flow);
        }

        return new EvictionOutcome(candidates.Count, chosen, original, reverse, [.. flows]);
    }

    /// <summary>The number of a watched connection, or -1.</summary>
    public delegate int ConnectionFinder(in FiveTuple connection);

    /// <summary>Oldest first; entries of the same moment in the order of their connection, so that slots do not matter.</summary>
    private static List<Candidate> Candidates(SnatMap map, ConnectionFinder flowOf, EvictionRequest request)
    {
        Dictionary<FiveTuple, Candidate> byConnection = [];
        foreach ((NatKey key, NatValue value) in map.Entries())
        {
            if ((key.Half & request.Half) == 0) continue;
            FiveTuple connection = NatValue.Connection(key, value);
            int flow = flowOf(connection);
            if (request.Flows is { } wanted && !wanted.Contains(flow)) continue;
            if (!byConnection.TryGetValue(connection, out Candidate? candidate))
                byConnection[connection] = candidate = new Candidate(connection, flow) { CreatedNanoseconds = value.CreatedNanoseconds };
            candidate.Keys.Add(key);
            candidate.CreatedNanoseconds = Math.Min(candidate.CreatedNanoseconds, value.CreatedNanoseconds);
        }

        List<Candidate> candidates = [.. byConnection.Values];
        candidates.Sort(Candidate.ByAge);
        return candidates;
    }

    /// <summary>Brings a uniform draw of <paramref name="count"/> to the front (Fisher and Yates).</summary>
    private static void Shuffle(List<Candidate> candidates, int count, ulong seed)
    {
        RandomStream random = new(seed, "fault/evict");
        for (int position = 0; position < count; position++)
        {
            int other = position + (int)random.NextBelow(candidates.Count - position);
            (candidates[position], candidates[other]) = (candidates[other], candidates[position]);
        }
    }

    /// <summary>A connection with the entries that could go: more than one reverse entry where an orphan of an older port still stands.</summary>
    private sealed class Candidate(FiveTuple connection, int flow)
    {
        public FiveTuple Connection { get; } = connection;

        public int Flow { get; } = flow;

        public List<NatKey> Keys { get; } = [];

        public long CreatedNanoseconds { get; set; }

        public static int ByAge(Candidate left, Candidate right) => Age(left).CompareTo(Age(right));

        private static (long, byte, uint, ushort, uint, ushort) Age(Candidate candidate) => (
            candidate.CreatedNanoseconds, (byte)candidate.Connection.Protocol, candidate.Connection.SourceAddress.Value, candidate.Connection.SourcePort,
            candidate.Connection.DestinationAddress.Value, candidate.Connection.DestinationPort);
    }
}
