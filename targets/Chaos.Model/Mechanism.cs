namespace Chaos.Model;

/// <summary>How our own NAT lost a flow: what the run folder spells, in camelCase.</summary>
public enum Mechanism : byte
{
    /// <summary>No NAT of ours lost it, or the map evicts in silence and nobody can tell.</summary>
    None,
    OriginalEvicted,
    ReverseEvicted,
    BothEvicted,

    /// <summary>Both halves were gone, and another connection had taken the port.</summary>
    PortTaken,
    AllocationFailed,

    /// <summary>A fault of the scenario removed the half that was missed, or was in the flow's way.</summary>
    Fault,

    /// <summary>Garbage collection took the half that was missed.</summary>
    Expired,
}
