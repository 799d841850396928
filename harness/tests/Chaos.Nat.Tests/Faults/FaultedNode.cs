using Chaos.Faults;
using Chaos.Nat.Faults;

namespace Chaos.Nat.Tests.Faults;

/// <summary>A NAT world with a hand on its node.</summary>
internal sealed class FaultedNode(string variant = "baseline")
{
    public NatWorld World { get; } = new(variant);

    /// <summary>Carries one act out.</summary>
    public FaultReport Act(NodeFault fault, ulong seed = 1, int[]? flows = null, FaultPhase phase = FaultPhase.Begin, int beat = 0)
    {
        site ??= new NodeSite(World.Datapath.Control, [.. World.Datapath.Ledger.Flows]);
        return site.Act(fault, new FaultOrder(0, fault, phase, beat, null, seed, flows), nowNanoseconds: 1_000_000);
    }

    private NodeSite? site;
}
