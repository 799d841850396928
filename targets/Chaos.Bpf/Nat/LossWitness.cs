using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Bpf.Nat;

/// <summary>Names which half of a watched flow is gone, by looking when an endpoint reports the flow dead.</summary>
/// <remarks>
/// A kernel reports no eviction, so the moment of a loss is not known, and a half that a packet has restored since is not seen. What can
/// be seen is: an entry that is not there, an entry that another connection has, and a mapping that was made again with another port.
/// </remarks>
public sealed class LossWitness
{
    private readonly Dictionary<FiveTuple, Watched> connections;
    private readonly Dictionary<int, Watched> flows;

    public LossWitness(IEnumerable<WatchedFlow> watched)
    {
        flows = watched.ToDictionary(flow => flow.Flow, flow => new Watched(flow));
        connections = flows.Values.ToDictionary(flow => flow.Flow.Connection);
    }

    /// <summary>A lookup that marks nothing.</summary>
    public delegate bool Peek(in NatKey key, out NatValue value);

    /// <summary>The number of a watched connection, or -1.</summary>
    public int FlowOf(in FiveTuple connection) => connections.TryGetValue(connection, out Watched? watched) ? watched.Flow.Flow : -1;

    /// <summary>Remembers the NAT address and port of each flow that has an original entry now, and none remembered.</summary>
    public void Remember(IEnumerable<KeyValuePair<NatKey, NatValue>> entries)
    {
        foreach ((NatKey key, NatValue value) in entries)
            if (key.Half == MappingHalf.Original && connections.TryGetValue(key.Tuple, out Watched? watched))
                watched.Nat ??= value;
    }

    /// <summary>A fault has removed a half of a connection.</summary>
    public void NoteRemoved(in FiveTuple connection, MappingHalf half)
    {
        if (connections.TryGetValue(connection, out Watched? watched)) watched.Removed |= half;
    }

    /// <summary>Looks at both halves of a flow that an endpoint reports dead; null: nothing of it is lost, or it is not watched.</summary>
    /// <param name="flow">Its number.</param>
    /// <param name="peek">At the table.</param>
    /// <param name="diedAt">When the endpoint noticed.</param>
    public Incident? Explain(int flow, Peek peek, long diedAt)
    {
        if (!flows.TryGetValue(flow, out Watched? watched) || watched.Nat is not { } nat) return null;
        FiveTuple connection = watched.Flow.Connection;
        NatKey reverse = NatKey.ReverseOf(connection, nat.Address, nat.Port);
        bool hasOriginal = peek(NatKey.Original(connection), out NatValue original);
        bool keptPort = hasOriginal && original.Port == nat.Port;
        bool hasReverse = peek(reverse, out NatValue owner);
        bool isTaken = hasReverse && NatValue.Connection(reverse, owner) != connection;
        MappingHalf missing = (keptPort ? MappingHalf.None : MappingHalf.Original)
            | (hasReverse && !isTaken ? MappingHalf.None : MappingHalf.Reverse);
        if (missing == MappingHalf.None) return null;
        // A mapping that was made again has a port of its own; what follows is about that one.
        if (hasOriginal) watched.Nat = original;
        Mechanism mechanism = (watched.Removed & missing) != 0 ? Mechanism.Fault
            : isTaken ? Mechanism.PortTaken
            : missing switch
            {
                MappingHalf.Original => Mechanism.OriginalEvicted,
                MappingHalf.Reverse => Mechanism.ReverseEvicted,
                _ => Mechanism.BothEvicted,
            };
        watched.Removed = MappingHalf.None;
        return new Incident(flow, mechanism, null, diedAt)
        {
            Met = isTaken ? PacketMet.PortTaken : hasOriginal && !keptPort ? PacketMet.NewPort : PacketMet.Punt,
            Original = LossOf(missing, MappingHalf.Original, diedAt),
            Reverse = LossOf(missing, MappingHalf.Reverse, diedAt),
        };
    }

    private static EntryLoss? LossOf(MappingHalf missing, MappingHalf half, long diedAt) =>
        (missing & half) != 0 ? new EntryLoss(diedAt, LossRule.Unseen) : null;

    private sealed class Watched(WatchedFlow flow)
    {
        public WatchedFlow Flow { get; } = flow;

        /// <summary>What the original entry told; null until it was seen.</summary>
        public NatValue? Nat { get; set; }

        /// <summary>What faults have taken.</summary>
        public MappingHalf Removed { get; set; }
    }
}
