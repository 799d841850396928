using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;

namespace Chaos.Targets;

/// <summary>Somebody's own C# datapath as a target of the simulator.</summary>
/// <param name="name">As `nat.target` spells it.</param>
/// <param name="create">Makes the datapath for one run; called once for each repetition, on several threads at a time.</param>
/// <param name="can">What the datapath supports beyond handling packets; what the simulator itself does (links, pauses) is added.</param>
public sealed class DatapathTarget(string name, Func<NatOptions, INatDatapath> create, Capability can = Capability.None) : ISimulatedTarget
{
    public string Name => name;

    public string Description => "a datapath of your own";

    public bool Translates => true;

    public CapabilitySet InSimulation { get; } = new(
        can | Capability.HoldPackets | Capability.CarryLinks | Capability.ServeNodePorts | Capability.TrackConnections
        | Capability.FollowVariants | Capability.KeepLruLists | Capability.KeepConntrackMaps | Capability.RestartNode
        | Capability.TryOtherRules);

    public INatDatapath CreateDatapath(NatOptions options, IMapEngine engine) => create(options);
}
