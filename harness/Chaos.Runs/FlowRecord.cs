using Chaos.Model;
using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>
/// One row of `flows.csv`: one watched flow in one repetition of one cell. Times in nanoseconds from t = 0, negative before it.
/// </summary>
/// <param name="Cell">The cell's id.</param>
/// <param name="Repetition">From 1.</param>
/// <param name="Flow">`GROUP-N`, N from 0.</param>
/// <param name="Group">The flow group's name.</param>
/// <param name="Protocol">`tcp` or `udp`.</param>
/// <param name="OpenedAtNs">When its first message was answered, or the connect.</param>
/// <param name="BrokenAtNs">When our NAT lost it; only our NAT knows.</param>
/// <param name="DetectedAtNs">When an endpoint noticed; a flow dies at this time.</param>
/// <param name="ObservedUntilNs">When we stopped looking.</param>
/// <param name="State">How the observation ended.</param>
/// <param name="Cause">None unless died or refused.</param>
/// <param name="Mechanism">None where our NAT was not there or not at fault.</param>
public sealed record FlowRecord(
    string Cell,
    int Repetition,
    string Flow,
    string Group,
    string Protocol,
    long? OpenedAtNs,
    long? BrokenAtNs,
    long? DetectedAtNs,
    long? ObservedUntilNs,
    FlowState State,
    DeathCause Cause,
    Mechanism Mechanism)
{
    /// <summary>Why this record makes no sense; null when it does. Rows are checked when written and when read.</summary>
    public string? Flaw() => this switch
    {
        { Repetition: < 1 } => "repetitions count from 1",
        { Cell: "" } or { Flow: "" } or { Group: "" } => "cell, flow and group must not be empty",
        { Protocol: not ("tcp" or "udp") } => "protocol must be tcp or udp",
        { State: FlowState.Died, DetectedAtNs: null } => "a flow that died needs detectedAt",
        { State: FlowState.Died or FlowState.Refused, Cause: DeathCause.None } => "a flow that died or was refused needs a cause",
        { State: FlowState.Censored, ObservedUntilNs: null } => "a censored flow needs observedUntil",
        { State: FlowState.Survived or FlowState.Censored, Cause: not DeathCause.None } =>
            "only a flow that died or was refused has a cause",
        _ => null,
    };

    /// <summary>
    /// The flow as the survival estimate sees it, cut to the run's duration. A refused flow had no life: it counts as dead at t = 0,
    /// and a death by `harness` counts as a death, so that neither ever flatters a NAT.
    /// </summary>
    public Observation ToObservation(double durationSeconds) => State switch
    {
        FlowState.Died => new Observation(Math.Min(Seconds.FromNanoseconds(DetectedAtNs ?? 0), durationSeconds), Died: true),
        FlowState.Refused => new Observation(0, Died: true),
        FlowState.Censored => new Observation(Math.Min(Seconds.FromNanoseconds(ObservedUntilNs ?? 0), durationSeconds), Died: false),
        _ => new Observation(durationSeconds, Died: false),
    };
}
