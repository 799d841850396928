namespace Chaos.Runs;

/// <summary>What our own NAT knows of a flow's end; <see cref="None"/> elsewhere.</summary>
public enum Mechanism
{
    None,
    OriginalEvicted,
    ReverseEvicted,
    BothEvicted,
    PortTaken,
    AllocationFailed,

    /// <summary>Removed by a fault of the scenario.</summary>
    Fault,

    /// <summary>Garbage collection took it: the conntrack entry had expired, or was gone.</summary>
    Expired,
}
