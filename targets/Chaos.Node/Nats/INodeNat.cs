using Chaos.Control;
using Chaos.Faults;

namespace Chaos.Node.Nats;

/// <summary>What a node runs between its two networks. All members are called by who holds the node's gate.</summary>
internal interface INodeNat : IDisposable
{
    /// <summary>The clock of the run has its epoch.</summary>
    void Begin()
    {
    }

    NodeStatistics ReadStatistics(long now);

    /// <summary>The last packets of a watched flow; null if none are kept.</summary>
    Captured? Capture(int flow) => null;

    /// <summary>
    /// Why a flow is dead, as far as looking at the table shows; null: nothing is missing, or losses are reported as they happen.
    /// </summary>
    LossExplained? Explain(ExplainLoss died) => null;

    /// <summary>Carries out one act of a fault; null: this node does none.</summary>
    FaultReport? Act(NodeFault fault, FaultOrder order, long now) => null;
}
