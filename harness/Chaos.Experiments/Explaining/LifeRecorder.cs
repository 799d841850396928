using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;
using Chaos.Replay.Witnessing;
using Chaos.Runs;
using Chaos.Traffic;

namespace Chaos.Experiments.Explaining;

/// <summary>Follows some flows of one simulated run: what touched their entries, and what their endpoints saw.</summary>
/// <remarks>It knows nothing of the ledger that names the mechanisms in a run folder, so the one can be held against the other.</remarks>
internal sealed class LifeRecorder : INatWitness, ITrafficObserver
{
    private readonly Dictionary<int, FlowTrail> trails = [];
    private readonly Dictionary<FiveTuple, FlowTrail> byConnection = [];
    private readonly Dictionary<NatKey, FlowTrail> byKey = [];
    private readonly Func<FiveTuple, string> nameOf;
    private readonly List<(FlowTrail Trail, Touch Touch)> touches = [];
    private readonly List<(FlowTrail Trail, LifeStep Step)> losses = [];
    private long now;
    private bool isInPacket, isEgress;

    /// <summary>The packet as it came; most are of no flow that is followed, and are never put into words.</summary>
    private readonly byte[] packet = new byte[ushort.MaxValue];

    private int packetLength;
    private (FiveTuple Connection, MappingHalf Half)? inserting;

    /// <param name="flows">Those to follow, as the NAT knows them.</param>
    /// <param name="nameOf">What a connection is called.</param>
    public LifeRecorder(IEnumerable<WatchedFlow> flows, Func<FiveTuple, string> nameOf)
    {
        this.nameOf = nameOf;
        foreach (WatchedFlow flow in flows)
        {
            FlowTrail trail = new(flow.Connection);
            trails.Add(flow.Flow, trail);
            byConnection[flow.Connection] = trail;
            byKey[NatKey.Original(flow.Connection)] = trail;
        }
    }

    public FlowTrail this[int flow] => trails[flow];

    void INatWitness.OnPacket(DatapathPath path, ReadOnlySpan<byte> bytes, long at, int cpu)
    {
        (now, isInPacket, isEgress, packetLength) = (at, true, path == DatapathPath.Egress, bytes.Length);
        bytes.CopyTo(packet);
    }

    void INatWitness.OnVerdict(DatapathPath path, ReadOnlySpan<byte> bytes, PacketVerdict verdict)
    {
        isInPacket = false;
        if (touches.Count == 0 && verdict.Kind != VerdictKind.Forward && !isEgress) NoteUnmatched();
        if (touches.Count > 0) FinishPacket(VerdictText(verdict));
        foreach ((FlowTrail trail, LifeStep step) in losses) trail.Add(step);
        losses.Clear();
    }

    void INatWitness.OnFault(long at) => now = at;

    void INatWitness.OnLookup(in NatKey key, bool found)
    {
        if (!byKey.TryGetValue(key, out FlowTrail? trail)) return;
        if (found) trail.Use(key.Half, now);
        touches.Add((trail, new Touch(Word(key.Half), found ? Touch.Found : Touch.Missed)));
    }

    void INatWitness.OnUpdate(in NatKey key, in NatValue value, UpdateMode mode, int cpu) =>
        inserting = (NatValue.Connection(key, value), key.Half);

    void INatWitness.OnUpdated(in NatKey key, in NatValue value, MapResult result)
    {
        FiveTuple connection = inserting!.Value.Connection;
        inserting = null;
        byConnection.TryGetValue(connection, out FlowTrail? owner);
        if (result == MapResult.Ok && byKey.TryGetValue(key, out FlowTrail? before) && before != owner)
            before.Add(new LifeStep { TimeNs = now, Kind = LifeStepKind.Taken, By = nameOf(connection) });
        if (owner is null) return;
        int port = key.Half == MappingHalf.Original ? value.Port : key.Tuple.DestinationPort;
        if (result == MapResult.Ok)
        {
            byKey[key] = owner;
            byKey[NatValue.Partner(key, value)] = owner;
            owner.Use(key.Half, now);
        }

        if (isInPacket) touches.Add((owner, new Touch(Word(key.Half), WrittenAs(owner, key.Half, result), port)));
    }

    void INatWitness.OnEvicted(in NatKey key, in NatValue value, EvictionRule rule)
    {
        if (!byConnection.TryGetValue(NatValue.Connection(key, value), out FlowTrail? trail)) return;
        Lose(trail, new LifeStep
        {
            TimeNs = now,
            Kind = LifeStepKind.Evicted,
            Half = Word(key.Half),
            Rule = Spelling.Of(rule),
            By = inserting is { } insert ? nameOf(insert.Connection) : null,
            ByHalf = inserting is { } half ? Word(half.Half) : null,
            Idle = trail.IdleSince(key.Half, now),
        });
    }

    void INatWitness.OnDeleted(in NatKey key, MapResult result)
    {
        if (result != MapResult.Ok || !byKey.TryGetValue(key, out FlowTrail? trail)) return;
        Lose(trail, new LifeStep
        {
            TimeNs = now, Kind = LifeStepKind.Removed, Half = Word(key.Half), Rule = isInPacket ? null : "fault",
        });
    }

    void ITrafficObserver.Opened(long at, int flow) => Note(flow, new LifeStep { TimeNs = at, Kind = LifeStepKind.Opened });

    void ITrafficObserver.Refused(long at, int flow, DeathCause cause) => Note(flow, new LifeStep
    {
        TimeNs = at, Kind = LifeStepKind.Refused, Side = Spelling.Of(Side.Client), Cause = Spelling.Of(cause),
    });

    void ITrafficObserver.Died(long at, int flow, DeathCause cause, Side side) => Note(flow, new LifeStep
    {
        TimeNs = at, Kind = LifeStepKind.Died, Side = Spelling.Of(side), Cause = Spelling.Of(cause),
    });

    void ITrafficObserver.Reopened(long at, int flow) => Note(flow, new LifeStep { TimeNs = at, Kind = LifeStepKind.Reopened });

    void ITrafficObserver.Moved(long at, int flow) => Note(flow, new LifeStep { TimeNs = at, Kind = LifeStepKind.Moved });

    void ITrafficObserver.Sent(long at, int flow, Side side, MessageKind kind, uint sequence)
    {
        // The packet that it becomes is a step of its own.
    }

    private void Note(int flow, LifeStep step)
    {
        if (trails.TryGetValue(flow, out FlowTrail? trail)) trail.Add(step);
    }

    /// <summary>What a packet loses comes behind the packet itself.</summary>
    private void Lose(FlowTrail trail, LifeStep step)
    {
        if (isInPacket) losses.Add((trail, step));
        else trail.Add(step);
    }

    /// <summary>Where one entry serves both directions, a reply that no mapping knows is turned away without a look into the map.</summary>
    private void NoteUnmatched()
    {
        if (Ipv4Packet.TryPeekTuple(packet.AsSpan(0, packetLength), out FiveTuple tuple)
            && byKey.TryGetValue(NatKey.Reverse(tuple), out FlowTrail? trail))
            touches.Add((trail, new Touch(Word(MappingHalf.Reverse), Touch.Missed)));
    }

    private void FinishPacket(string verdict)
    {
        foreach (IGrouping<FlowTrail, Touch> one in touches.GroupBy(touch => touch.Trail, touch => touch.Touch))
        {
            // A probe for a free port by another connection marks the entry too; it is no packet of this flow.
            bool isOwn = !isEgress || one.Any(touch => touch.Half == Word(MappingHalf.Original));
            if (isOwn) one.Key.AddPacket(now, isEgress, PacketText.Of(packet.AsSpan(0, packetLength)), [.. one], verdict);
        }

        touches.Clear();
    }

    /// <summary>Written by a packet that found its own entry: a partner restored. Else the mapping is new.</summary>
    private string WrittenAs(FlowTrail owner, MappingHalf half, MapResult result)
    {
        MappingHalf own = isEgress ? MappingHalf.Original : MappingHalf.Reverse;
        return result != MapResult.Ok ? Touch.Refused
            : half != own && touches.Contains((owner, new Touch(Word(own), Touch.Found))) ? Touch.Restored
            : Touch.Made;
    }

    private static string Word(MappingHalf half) => half == MappingHalf.Original ? "original" : "reverse";

    private static string VerdictText(PacketVerdict verdict) => verdict.Kind switch
    {
        VerdictKind.Forward => "forward",
        VerdictKind.Punt => "punt",
        _ => $"drop: {Spelling.Of(verdict.Reason)}",
    };
}
