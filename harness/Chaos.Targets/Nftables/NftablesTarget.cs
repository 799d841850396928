using System.Globalization;
using Chaos.Model;
using Chaos.Nat.Conntrack;

namespace Chaos.Targets.Nftables;

/// <summary>`nftables`: the NAT of the node's kernel, with its own connection tracking.</summary>
public sealed class NftablesTarget : IContainerTarget
{
    private const string OneObject = "removes one entry alone, and a connection of the kernel is one object: use `half: both`";
    private const long NanosecondsPerSecond = 1_000_000_000;

    public string Name => "nftables";

    public string Description =>
        "the kernel's own NAT: nftables and conntrack; a connection is two entries, so `nat.map.size` allows half as many connections "
        + "and refuses the next";

    public bool Translates => true;

    public CapabilitySet InContainers { get; } = new(
        Capability.EvictMapping | Capability.ReportTable | Capability.ChangePorts | Capability.ChangeEgressAddress
        | Capability.TellMechanisms | Capability.TrackConnections)
    {
        Reasons = new Dictionary<Capability, string>
        {
            [Capability.EvictOriginal] = OneObject,
            [Capability.EvictReverse] = OneObject,
            [Capability.ReadReferenceBits] = "selects by reference bits, which connections of the kernel have not: use another `select`",
            [Capability.ReplaceTable] = "replaces the table, which the kernel does not: use `flush`, or target csharp or ebpf",
            [Capability.OccupyTable] = "writes entries without traffic: use pressure, or target csharp or ebpf",
            [Capability.CollectGarbage] = "is for Cilium's garbage collection, which the kernel has not: use target csharp",
            [Capability.FollowVariants] =
                "is for Cilium's NAT, and the kernel has its own: remove it, or use target csharp or ebpf in these cells",
            [Capability.KeepLruLists] = "is for an LRU map, which conntrack has not: remove it, or use target csharp or ebpf",
            [Capability.KeepConntrackMaps] =
                "is for Cilium's conntrack maps, and the kernel has one table: remove it, or use target csharp",
            [Capability.ServeNodePorts] = KernelNode.NoNodePort,
            [Capability.TryOtherRules] = KernelNode.OwnRules,
            [Capability.FailUpdates] = KernelNode.NoFailures,
            [Capability.CarryLinks] = KernelNode.PassesBy,
            [Capability.HoldPackets] = KernelNode.PassesBy,
            [Capability.RestartNode] = KernelNode.PassesBy,
            [Capability.KeepPackets] = KernelNode.PassesBy,
        },
    };

    public IReadOnlyList<KernelFeature> KernelFeatures => [KernelFeature.Nftables];

    public NodePlacement Place(NatOptions options)
    {
        Dictionary<string, string> sysctls = KernelNode.Sysctls();
        // `evict` chooses by age.
        sysctls["net.netfilter.nf_conntrack_timestamp"] = "1";
        if (options.Conntrack is not null) AddLifetimes(sysctls);
        return new NodePlacement(NodeDatapath.Nftables, options, ["NET_ADMIN"], sysctls) { LooksWhenFlowsDie = true };
    }

    /// <summary>`nat.conntrack: on` gives connections the lifetimes that Cilium's have; else they have the kernel's.</summary>
    private static void AddLifetimes(Dictionary<string, string> sysctls)
    {
        Add(ConntrackEntry.TcpLifetime, "tcp_timeout_established");
        Add(ConntrackEntry.SynLifetime, "tcp_timeout_syn_sent", "tcp_timeout_syn_recv");
        Add(
            ConntrackEntry.CloseLifetime, "tcp_timeout_fin_wait", "tcp_timeout_close_wait", "tcp_timeout_last_ack",
            "tcp_timeout_time_wait", "tcp_timeout_close");
        Add(ConntrackEntry.OtherLifetime, "udp_timeout", "udp_timeout_stream", "icmp_timeout", "generic_timeout");

        void Add(long nanoseconds, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
                sysctls[$"net.netfilter.nf_conntrack_{name}"] = (nanoseconds / NanosecondsPerSecond).ToString(CultureInfo.InvariantCulture);
        }
    }
}
