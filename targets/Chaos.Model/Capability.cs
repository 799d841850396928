namespace Chaos.Model;

/// <summary>
/// What a scenario may ask of its target and its world. A fault or a key names what it needs; a target and a world name what they can do.
/// </summary>
[Flags]
public enum Capability
{
    None = 0,

    /// <summary>The original entry of a mapping can be removed alone.</summary>
    EvictOriginal = 1 << 0,

    /// <summary>The reverse entry of a mapping can be removed alone.</summary>
    EvictReverse = 1 << 1,

    /// <summary>Entries can be chosen by their reference bits.</summary>
    ReadReferenceBits = 1 << 2,

    /// <summary>The table can be emptied, and replaced by one of another size.</summary>
    ReplaceTable = 1 << 3,

    /// <summary>Entries can be written that no traffic stands behind.</summary>
    OccupyTable = 1 << 4,

    /// <summary>How full the table is, and what it evicted, is reported.</summary>
    ReportTable = 1 << 5,

    /// <summary>The range of NAT ports can be changed during a run.</summary>
    ChangePorts = 1 << 6,

    /// <summary>The egress address can be changed during a run.</summary>
    ChangeEgressAddress = 1 << 7,

    /// <summary>Garbage collection of tracked connections can be started and stopped.</summary>
    CollectGarbage = 1 << 8,

    /// <summary>The NAT acts at the moment of an eviction.</summary>
    ActOnEvictions = 1 << 9,

    /// <summary>The NAT explains how it lost a flow.</summary>
    TellMechanisms = 1 << 10,

    /// <summary>The node can pause, and work at a limited rate.</summary>
    HoldPackets = 1 << 11,

    /// <summary>Links have the delay, loss and other conditions that a scenario gives them.</summary>
    CarryLinks = 1 << 12,

    /// <summary>Packets are spread over several CPUs.</summary>
    SpreadOverCpus = 1 << 13,

    /// <summary>The last packets of a flow that dies are kept.</summary>
    KeepPackets = 1 << 14,

    /// <summary>Outside clients reach the services of a node port.</summary>
    ServeNodePorts = 1 << 15,

    /// <summary>Connections are tracked, and their entries expire.</summary>
    TrackConnections = 1 << 16,

    /// <summary>The NAT tells when it lost a flow, at least whether that was before the pressure ended.</summary>
    TellLossTimes = 1 << 17,

    /// <summary>Both entries of a mapping can be removed together.</summary>
    EvictMapping = 1 << 18,

    /// <summary>The NAT has the variants, and the rules of Cilium's releases, that a scenario names.</summary>
    FollowVariants = 1 << 19,

    /// <summary>The table is an LRU map, whose lists can be of each CPU.</summary>
    KeepLruLists = 1 << 20,

    /// <summary>Tracked connections have maps of their own with sizes, and a garbage collector with an interval.</summary>
    KeepConntrackMaps = 1 << 21,

    /// <summary>The node can go and come back, without anybody else emptying its table.</summary>
    RestartNode = 1 << 22,

    /// <summary>Entries are evicted, and ports chosen, by rules that neither a kernel nor a release of Cilium has.</summary>
    TryOtherRules = 1 << 23,

    /// <summary>Updates of the table can be made to fail.</summary>
    FailUpdates = 1 << 24,
}
