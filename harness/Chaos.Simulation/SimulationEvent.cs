namespace Chaos.Simulation;

/// <summary>What an event of the queue is.</summary>
internal enum EventKind : byte
{
    /// <summary>A packet arrives at a host.</summary>
    Arrival,

    /// <summary>A host is woken at the moment that it asked for.</summary>
    Wake,

    /// <summary>A watched flow of a host is due.</summary>
    FlowIsDue,
}

/// <summary>Something that will happen at a host. Numbers instead of objects: no work for the garbage collector. 16 bytes.</summary>
/// <param name="Kind">What.</param>
/// <param name="Host">Where: the number of the host.</param>
/// <param name="Index">Of an arrival, the packet's buffer; of a flow that is due, its index in the tables of its host's engine.</param>
/// <param name="Length">Of a packet, in bytes.</param>
internal readonly record struct SimulationEvent(EventKind Kind, ushort Host, int Index, int Length)
{
    /// <summary>Of adding.</summary>
    public uint Order { get; init; }
}
