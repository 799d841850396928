using Chaos.Bpf.Nat;
using Chaos.Model;

namespace Chaos.Targets.Ebpf;

/// <summary>`ebpf`: two programs of our own in the node's kernel, and the kernel's own LRU map.</summary>
public sealed class EbpfTarget : IContainerTarget
{
    public string Name => "ebpf";

    public string Description => "our NAT as eBPF programs at tc, on the kernel's own LRU map (Linux 6.6 or later)";

    public bool Translates => true;

    public CapabilitySet InContainers { get; } = new(
        Capability.EvictOriginal | Capability.EvictReverse | Capability.ReplaceTable | Capability.OccupyTable | Capability.ReportTable
        | Capability.ChangePorts | Capability.TellMechanisms | Capability.EvictMapping | Capability.FollowVariants
        | Capability.KeepLruLists)
    {
        Reasons = new Dictionary<Capability, string>
        {
            [Capability.ServeNodePorts] = KernelNode.NoNodePort,
            [Capability.TryOtherRules] = KernelNode.OwnRules,
            [Capability.FailUpdates] = KernelNode.NoFailures,
            [Capability.TrackConnections] = "tracks connections, which this NAT does not: remove it, or use target csharp",
            [Capability.ReadReferenceBits] = "selects by reference bits, which a kernel shows nobody: use target csharp",
            [Capability.CarryLinks] = KernelNode.PassesBy,
            [Capability.HoldPackets] = KernelNode.PassesBy,
            [Capability.RestartNode] = KernelNode.PassesBy,
            [Capability.KeepPackets] = KernelNode.PassesBy,
        },
    };

    public string? WhyNot(NatOptions options) => KernelNat.WhyNot(options.Variant);

    public IReadOnlyList<KernelFeature> KernelFeatures => [KernelFeature.Tcx];

    /// <remarks>The kernel forwards what the programs leave to it, and answers for the egress address.</remarks>
    public NodePlacement Place(NatOptions options) => new(
        NodeDatapath.Ebpf, options, ["BPF", "NET_ADMIN"], KernelNode.Sysctls())
    { LooksWhenFlowsDie = true };
}
