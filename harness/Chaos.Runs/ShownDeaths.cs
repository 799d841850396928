using Chaos.Model;

namespace Chaos.Runs;

/// <summary>
/// Dead flows that a report can show one by one: of each cell, cause and mechanism the first ones. Losses of others are events that no page
/// shows, and a run may have millions of them.
/// </summary>
public sealed class ShownDeaths
{
    /// <summary>That a page shows at most, of all kinds together.</summary>
    public const int Most = 500;

    private readonly Dictionary<(string Cell, DeathCause Cause, Mechanism Mechanism), int> kinds = [];
    private readonly HashSet<(string Cell, int Repetition, string Flow)> flows = [];

    /// <summary>Takes the flows in file order.</summary>
    internal void Add(FlowRecord flow)
    {
        if (flow.State is not (FlowState.Died or FlowState.Refused)) return;
        (string, DeathCause, Mechanism) kind = (flow.Cell, flow.Cause, flow.Mechanism);
        int before = kinds.GetValueOrDefault(kind);
        if (before == Most) return;
        kinds[kind] = before + 1;
        flows.Add((flow.Cell, flow.Repetition, flow.Flow));
    }

    /// <summary>Whether a page may need an event: all but losses of flows that it does not show. What faults took is counted too.</summary>
    internal bool Needs(RunEvent one) =>
        one.Kind != RunEventKind.Eviction || one.Rule == "fault" || one.Flow is not { } flow
        || flows.Contains((one.Cell, one.Repetition, flow));
}
