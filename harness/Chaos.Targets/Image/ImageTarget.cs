using Chaos.Model;

namespace Chaos.Targets.Image;

/// <summary>`image`: anybody's NAT in a container image, by the contract that harness/docs/image-target.md describes.</summary>
public sealed class ImageTarget : IContainerTarget
{
    public const string TargetName = "image";

    private const string OneEntry = "removes one entry alone, which is no part of the contract for images: use `half: both`";
    private const string PassesBy = "is carried out by the csharp node; here packets pass the image alone: use target csharp";
    private const string NotInContract = "is no part of the contract for images: remove it, or use target csharp";

    public string Name => TargetName;

    public string Description => "a NAT of your own in a container image (nat.image), by a contract of variables and lines";

    public bool Translates => true;

    /// <remarks>What an image offers of this, it says when it is ready; what it does not offer is refused then.</remarks>
    public CapabilitySet InContainers { get; } = new(Capability.EvictMapping | Capability.ReportTable | Capability.RestartNode)
    {
        Reasons = new Dictionary<Capability, string>
        {
            [Capability.EvictOriginal] = OneEntry,
            [Capability.EvictReverse] = OneEntry,
            [Capability.ReadReferenceBits] = "selects by reference bits, which an image does not tell: use another `select`",
            [Capability.ReplaceTable] = "replaces the table, which is no part of the contract for images: use `flush`, or target csharp",
            [Capability.OccupyTable] = "writes entries without traffic: use pressure, or target csharp or ebpf",
            [Capability.ChangePorts] = NotInContract,
            [Capability.ChangeEgressAddress] = NotInContract,
            [Capability.CollectGarbage] = NotInContract,
            [Capability.TrackConnections] =
                "is for a NAT that keeps Cilium's lifetimes; give an image its own by `nat.env`, or use target csharp",
            [Capability.FollowVariants] = "is for Cilium's NAT, and an image has its own: remove it, or use target csharp or ebpf",
            [Capability.KeepLruLists] = "is for a NAT of ours: give an image its own settings by `nat.env`, or use target csharp or ebpf",
            [Capability.KeepConntrackMaps] = "is for Cilium's conntrack maps: give an image its own settings by `nat.env`",
            [Capability.ServeNodePorts] = KernelNode.NoNodePort,
            [Capability.TryOtherRules] = KernelNode.OwnRules,
            [Capability.FailUpdates] = KernelNode.NoFailures,
            [Capability.CarryLinks] = PassesBy,
            [Capability.HoldPackets] = PassesBy,
            [Capability.KeepPackets] = PassesBy,
        },
    };

    /// <exception cref="ArgumentException">The options name no image.</exception>
    public NodePlacement Place(NatOptions options) => new(
        NodeDatapath.Routing, options, ["NET_ADMIN", "NET_RAW"], new Dictionary<string, string>(KernelNode.Sysctls())
        {
            ["net.ipv4.conf.all.rp_filter"] = "0",
            ["net.ipv4.conf.default.rp_filter"] = "0",
        })
    {
        Image = new NodeImage(
            options.Image ?? throw new ArgumentException("no image is named", nameof(options)),
            network => ImageEnvironment.Of(network, options)),
    };
}
