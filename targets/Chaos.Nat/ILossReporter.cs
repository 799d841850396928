using Chaos.Model;

namespace Chaos.Nat;

/// <summary>Explains how a NAT lost watched flows. It never decides that a flow is dead: endpoints do.</summary>
public interface ILossReporter
{
    /// <summary>Called once for each incident; set before the first packet.</summary>
    Action<Incident>? IncidentSink { set; }

    /// <summary>Called once for each flow, before the first packet.</summary>
    void Watch(WatchedFlow flow);

    /// <summary>
    /// For a table that evicts in silence: looks which halves of watched flows are gone, and dates their loss to this moment at the latest.
    /// </summary>
    void NoteLosses(long nowNanoseconds);
}
