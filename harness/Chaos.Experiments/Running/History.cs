using Chaos.Faults;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Tails;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>What a repetition left behind, as rows of flows.csv and lines of events.jsonl.</summary>
/// <remarks>Deaths come from endpoints alone; the NAT's incidents only name the mechanism of a death that an endpoint saw.</remarks>
internal sealed class History(RepetitionPlan plan, RunOutcome outcome, TailRule tail)
{
    /// <summary>What an endpoint's own clock and the way of its report may add to a deadline.</summary>
    private const long Margin = 500_000_000;

    private readonly ILookup<int, Incident> incidents = outcome.Incidents.ToLookup(incident => incident.Flow);
    private readonly FaultWindows faults = new(outcome.Faults);

    public IEnumerable<FlowRecord> Flows() => plan.Run.Traffic.Flows.Select(Record);

    public IEnumerable<RunEvent> Events()
    {
        IEnumerable<RunEvent> carriedOut = outcome.Faults.Select(FaultEvent);
        IEnumerable<RunEvent> kills = plan.Run.Traffic.Flows.SelectMany(
            flow => Cause(flow) is { } incident ? KillEvents(flow, incident) : []);
        IEnumerable<RunEvent> notes = outcome.Invalidations.Concat(outcome.Warnings).Concat(Moves()).Concat(DeadByTheRule()).Select(
            note => Event(0, RunEventKind.Generator) with { Note = note });
        return notes.Concat(carriedOut.Concat(kills).OrderBy(entry => entry.TimeNs));
    }

    /// <summary>The group of each second or later life that opened before the end of the run.</summary>
    public IEnumerable<string> Reopened() => outcome.Flows.Reopenings
        .Where(reopening => SinceZero(reopening.At) <= plan.Run.Phases.Duration)
        .Select(reopening => plan.Run.Traffic.Groups[plan.Run.Traffic.Flows[reopening.Flow].Group].Name);

    /// <summary>
    /// The group of each survivor whose mapping was lost and made again with the same port during the run: nobody noticed, by luck.
    /// </summary>
    public IEnumerable<string> LostAndRemade() => plan.Run.Traffic.Flows
        .Where(flow => Record(flow).State == FlowState.Survived && incidents[flow.Number].Any(
            incident => incident.Met == PacketMet.SamePort && SinceZero(incident.AtNanoseconds) is >= 0 and var at
                && at <= plan.Run.Phases.Duration))
        .Select(flow => plan.Run.Traffic.Groups[flow.Group].Name);

    private IEnumerable<string> Moves() => plan.Run.Traffic.Flows
        .Where(flow => outcome.Flows.Lives[flow.Number].Moves > 0)
        .GroupBy(flow => plan.Run.Traffic.Groups[flow.Group].Name)
        .Select(group => $"peers of {group.Key} followed {group.Count()} flows to another address or port");

    /// <summary>How many flows count as dead at the end although the target lost them after it.</summary>
    private IEnumerable<string> DeadByTheRule()
    {
        int flows = plan.Run.Traffic.Flows.Count(
            flow => Cause(flow) is { } cause && SinceZero(cause.BrokenAtNanoseconds) > plan.Run.Phases.Duration);
        if (flows > 0) yield return $"{flows} flows that the target lost after the end count as dead: no endpoint saw them alive after it";
    }

    private FlowRecord Record(FlowPlan flow)
    {
        FlowLife life = LifeOf(flow);
        GroupPlan group = plan.Run.Traffic.Groups[flow.Group];
        long duration = plan.Run.Phases.Duration;
        FlowState state = life.RefusedAt is not null ? FlowState.Refused
            : life.DiedAt is not null ? FlowState.Died
            : life.OpenedAt is not null && outcome.StoppedAt is null ? FlowState.Survived
            : FlowState.Censored;
        // It died when an endpoint noticed, in the tail at the latest; the run ends with its duration.
        long? detectedAt = SinceZero(life.RefusedAt ?? life.DiedAt) is { } detected ? Math.Min(detected, duration) : null;
        Incident? cause = Cause(flow);
        return new FlowRecord(
            plan.Cell.Id,
            plan.Repetition,
            flow.Name,
            group.Name,
            Spelling.Of(group.Transport),
            SinceZero(life.OpenedAt),
            BrokenAt(cause),
            detectedAt,
            detectedAt ?? Math.Min(SinceZero(outcome.StoppedAt) ?? duration, duration),
            state,
            state is FlowState.Died or FlowState.Refused ? life.Cause : DeathCause.None,
            cause?.Mechanism ?? Mechanism.None);
    }

    /// <summary>When the target lost the flow; null where it does not know, or where the rule of the tail says otherwise.</summary>
    private long? BrokenAt(Incident? cause) =>
        cause is { Mechanism: not Mechanism.None } known && SinceZero(known.BrokenAtNanoseconds) is { } at && at <= plan.Run.Phases.Duration
            ? at : null;

    /// <summary>
    /// What an endpoint saw of a flow. The tail finds out who broke before the end; who broke after it was alive at the end.
    /// </summary>
    private FlowLife LifeOf(FlowPlan flow)
    {
        FlowLife life = outcome.Flows.Lives[flow.Number];
        bool diedInTheTail = life.Cause != DeathCause.Harness && SinceZero(life.DiedAt) > plan.Run.Phases.Duration;
        return diedInTheTail && tail.WasAlive(new TailDeath(plan.Run, outcome, flow, LossBefore(flow, life)))
            ? life with { DiedAt = null } : life;
    }

    private Incident? Cause(FlowPlan flow) => LossBefore(flow, LifeOf(flow));

    /// <summary>
    /// The loss that explains a death: the last one that a packet met before an endpoint noticed, or else a fault that stood in its way.
    /// </summary>
    private Incident? LossBefore(FlowPlan flow, FlowLife life)
    {
        if (life is not { DiedAt: { } diedAt, Cause: not DeathCause.Harness }) return null;
        Incident? last = null;
        foreach (Incident incident in incidents[flow.Number])
            if (incident.AtNanoseconds <= diedAt && incident.Met != PacketMet.SamePort)
                last = incident;
        // A loss that the flow outlived does not explain what a later fault did.
        Incident? stood = faults.Before(flow.Number, diedAt - outcome.Zero, plan.Run.Traffic.Groups[flow.Group].LongestDeadline + Margin);
        return stood is { } fault && (last is null || last.Value.AtNanoseconds < fault.BrokenAtNanoseconds + outcome.Zero)
            ? fault with { BrokenAtNanoseconds = fault.BrokenAtNanoseconds + outcome.Zero, AtNanoseconds = diedAt }
            : last;
    }

    private RunEvent FaultEvent(FaultRecord fault) => Event(fault.At, RunEventKind.Fault) with
    {
        Fault = FaultCatalog.NameOf(fault.Order.Fault),
        Phase = FaultSpelling.PhaseOf(fault.Order),
        With = FaultSpelling.MembersOf(fault.Order.Fault),
        Counts = fault.Report.Counts.Count > 0 ? fault.Report.Counts : null,
        Which = fault.Report.Flows.Count > 0 ? [.. fault.Report.Flows.Select(flow => plan.Run.Traffic.Flows[flow].Name)] : null,
    };

    /// <summary>How each half went that was missed: by a rule of the map, or by a fault.</summary>
    private IEnumerable<RunEvent> KillEvents(FlowPlan flow, Incident incident)
    {
        foreach ((string half, EntryLoss? lost) in new[] { ("original", incident.Original), ("reverse", incident.Reverse) })
        {
            if (lost is not { Rule: not (LossRule.Stale or LossRule.Unseen) } loss) continue;
            yield return Event(loss.AtNanoseconds - outcome.Zero, RunEventKind.Eviction) with
            {
                Flow = flow.Name,
                Half = half,
                Rule = Spelling.Of(loss.Rule),
                By = loss.ByFlow >= 0 ? plan.Run.Traffic.Flows[loss.ByFlow].Name : loss.By?.ToString(),
                Met = Spelling.Of(incident.Met),
            };
        }
    }

    private RunEvent Event(long at, RunEventKind kind) =>
        new() { Cell = plan.Cell.Id, Repetition = plan.Repetition, TimeNs = at, Kind = kind };

    private long? SinceZero(long? time) => time - outcome.Zero;
}
