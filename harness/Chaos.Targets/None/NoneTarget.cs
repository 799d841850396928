using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;

namespace Chaos.Targets.None;

/// <summary>`none`: plain routing. The control arm, which must lose nothing.</summary>
public sealed class NoneTarget : ISimulatedTarget, IContainerTarget
{
    /// <summary>What a scenario says of its NAT is nothing to ask of a node without one.</summary>
    private const Capability Settings = Capability.ServeNodePorts | Capability.TrackConnections | Capability.FollowVariants
        | Capability.KeepLruLists | Capability.KeepConntrackMaps | Capability.TryOtherRules;

    public static NoneTarget Instance { get; } = new();

    public string Name => "none";

    public string Description => "plain routing without a NAT: the control arm";

    public bool Translates => false;

    public CapabilitySet InSimulation { get; } = new(Capability.HoldPackets | Capability.RestartNode | Capability.CarryLinks)
    {
        Ignored = Settings,
        Reasons = new Dictionary<Capability, string> { [Capability.KeepPackets] = "simulated packets are nowhere to be caught" },
    };

    public CapabilitySet InContainers { get; } = new(Capability.None)
    {
        Ignored = Settings,
        Reasons = new Dictionary<Capability, string>
        {
            [Capability.CarryLinks] =
            "is for --backend sim: in containers our node carries links out, and without a NAT the kernel routes past it",
        },
    };

    public INatDatapath? CreateDatapath(NatOptions options, IMapEngine engine) => null;

    public NodePlacement Place(NatOptions options) => new(NodeDatapath.Routing, null, ["NET_ADMIN"], KernelNode.Sysctls());
}
