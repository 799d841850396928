using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Variants;

namespace Chaos.Targets.Csharp;

/// <summary>`csharp`: our own NAT datapath, the same code in the simulator and in the node's container.</summary>
public sealed class CsharpTarget : ISimulatedTarget, IContainerTarget
{
    private const Capability Everywhere =
        Capability.EvictOriginal | Capability.EvictReverse | Capability.ReadReferenceBits | Capability.ReplaceTable | Capability.OccupyTable
        | Capability.ReportTable | Capability.ChangePorts | Capability.ChangeEgressAddress | Capability.CollectGarbage
        | Capability.ActOnEvictions | Capability.TellMechanisms | Capability.HoldPackets | Capability.CarryLinks
        | Capability.ServeNodePorts | Capability.TrackConnections | Capability.TellLossTimes | Capability.EvictMapping
        | Capability.FollowVariants | Capability.KeepLruLists | Capability.KeepConntrackMaps | Capability.RestartNode
        | Capability.TryOtherRules | Capability.FailUpdates;

    public string Name => "csharp";

    public string Description => "our C# NAT datapath, with every variant and preset";

    public bool Translates => true;

    public bool ProvesPath => false;

    public CapabilitySet InSimulation { get; } = new(Everywhere | Capability.SpreadOverCpus)
    {
        Reasons = new Dictionary<Capability, string> { [Capability.KeepPackets] = "simulated packets are nowhere to be caught" },
    };

    public CapabilitySet InContainers { get; } = new(Everywhere | Capability.KeepPackets)
    {
        Reasons = new Dictionary<Capability, string>
        {
            [Capability.SpreadOverCpus] = "is for --backend sim: the node in a container handles all packets on one CPU",
        },
    };

    public Capability TableNeeds(NatOptions options) =>
        VariantCatalog.ActsOnEvictions(options.Variant) ? Capability.ActOnEvictions : Capability.None;

    public INatDatapath CreateDatapath(NatOptions options, IMapEngine engine) => NatDatapath.Create(options, engine);

    public IReadOnlyList<KernelFeature> KernelFeatures => [KernelFeature.PacketSockets];

    /// <remarks>Our NAT takes packets past the kernel, which must not forward them a second time.</remarks>
    public NodePlacement Place(NatOptions options) =>
        new(NodeDatapath.Csharp, options, ["NET_RAW"], new Dictionary<string, string> { ["net.ipv4.ip_forward"] = "0" });
}
