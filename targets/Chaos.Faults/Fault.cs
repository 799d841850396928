using System.Text.Json.Serialization;
using Chaos.Model;

namespace Chaos.Faults;

/// <summary>
/// Something bad that a scenario does to its world: what it is (members), how long it can last, and what it does
/// (<see cref="NodeFault.Act"/>). The same record stands in the scenario, on the control channel, and is carried out, in simulation as in
/// containers.
/// </summary>
/// <remarks>This list is where a fault is registered; its name is the scenario's key and the word on the wire.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fault")]
[JsonDerivedType(typeof(Evict), "evict")]
[JsonDerivedType(typeof(Flush), "flush")]
[JsonDerivedType(typeof(Resize), "resize")]
[JsonDerivedType(typeof(Gc), "gc")]
[JsonDerivedType(typeof(PortRangeChange), "portRange")]
[JsonDerivedType(typeof(EgressAddressChange), "egressAddress")]
[JsonDerivedType(typeof(Fill), "fill")]
[JsonDerivedType(typeof(MapBusy), "mapBusy")]
[JsonDerivedType(typeof(Restart), "restart")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(CpuLimit), "cpuLimit")]
[JsonDerivedType(typeof(Delay), "delay")]
[JsonDerivedType(typeof(Jitter), "jitter")]
[JsonDerivedType(typeof(Loss), "loss")]
[JsonDerivedType(typeof(Duplicate), "duplicate")]
[JsonDerivedType(typeof(Reorder), "reorder")]
[JsonDerivedType(typeof(Corrupt), "corrupt")]
[JsonDerivedType(typeof(Partition), "partition")]
[JsonDerivedType(typeof(ServerRestart), "serverRestart")]
[JsonDerivedType(typeof(ClientPause), "clientPause")]
[JsonDerivedType(typeof(KeepAliveOff), "keepAlive")]
[JsonDerivedType(typeof(PressureBurst), "pressureBurst")]
public abstract record Fault
{
    /// <summary>The most hosts on a side.</summary>
    internal const int MostHosts = 64;

    /// <summary>Whether `for` makes sense with it.</summary>
    public virtual FaultLength Lasting() => FaultLength.Moment;

    /// <summary>What the target must be able to do; none for what clients and servers do to themselves.</summary>
    public virtual Capability Needs() => Capability.None;

    /// <summary>Limited to the flows of this group; null: not limited.</summary>
    public string? Group { get; init; }

    /// <summary>What it holds while it lasts. Two faults that hold the same thing at the same time contradict each other.</summary>
    public virtual IEnumerable<string> Holding() => [];

    /// <summary>Nanoseconds after which a lasting fault acts again; null: it acts when it begins and when it ends.</summary>
    public virtual long? TickPeriod() => null;
}

/// <summary>A fault that the NAT node carries out on itself.</summary>
public abstract record NodeFault : Fault
{
    /// <summary>Whether packets wait for the node because of it, and some are lost.</summary>
    public virtual bool PausesNode() => false;

    /// <param name="node">What it is done to.</param>
    /// <param name="order">Which act is due: the begin, a tick or the end.</param>
    /// <param name="nowNanoseconds">Now, on the clock of the run.</param>
    public abstract FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds);
}

public enum FaultLength
{
    /// <summary>It is done in a moment; `for` would mean nothing.</summary>
    Moment,

    /// <summary>It is done in a moment and stays; with `for` it is undone after that time.</summary>
    Optional,

    /// <summary>It lasts for `for`, or to the end of the faults.</summary>
    Open,

    /// <summary>It lasts, and has to say how long.</summary>
    Limited,
}
