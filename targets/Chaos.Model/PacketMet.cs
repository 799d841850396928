namespace Chaos.Model;

/// <summary>What a packet met where the lost half should have been.</summary>
public enum PacketMet : byte
{
    /// <summary>A reply was given to the host, or dropped where the scenario says so.</summary>
    Punt,

    /// <summary>The connection leaves by another address or port.</summary>
    NewPort,

    /// <summary>The same, because another connection has its own; or its replies now go to that one.</summary>
    PortTaken,

    /// <summary>No port, or no room: the packet was dropped.</summary>
    AllocationFailed,

    /// <summary>The mapping was made again with the same address and port, so that no endpoint can notice.</summary>
    SamePort,
}
