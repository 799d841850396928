namespace Chaos.Targets;

/// <summary>Something that a target needs of the kernel under its node, beside what containers need.</summary>
public enum KernelFeature
{
    /// <summary>AF_PACKET: the node takes packets in and sends them by itself.</summary>
    PacketSockets,

    /// <summary>BPF programs at an interface by tcx, Linux 6.6.</summary>
    Tcx,

    /// <summary>nf_tables with NAT and `ct count`, and conntrack.</summary>
    Nftables,
}
