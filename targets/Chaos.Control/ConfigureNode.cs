using Chaos.Packets.Links;

namespace Chaos.Control;

/// <summary>Harness to node, once and first: where the node stands in the network, and which datapath it is.</summary>
public sealed record ConfigureNode : ControlMessage
{
    /// <summary>The node's own address on the clients' network.</summary>
    public required string InsideAddress { get; init; }

    /// <summary>The node's own address on the servers' network.</summary>
    public required string OutsideAddress { get; init; }

    /// <summary>The clients' default gateway, which the node takes on its inside interface.</summary>
    public required string InsideGateway { get; init; }

    /// <summary>The servers' default gateway, which the node takes on its outside interface.</summary>
    public required string OutsideGateway { get; init; }

    /// <summary>The address that clients are translated to: free in the servers' network.</summary>
    public required string EgressAddress { get; init; }

    /// <summary>The NAT to run; null is the control arm: plain routing by the kernel, nothing of ours in the way.</summary>
    public NatSettings? Nat { get; init; }

    /// <summary>A node port's services, all on one free address of the clients' network; empty for plain egress.</summary>
    public IReadOnlyList<ServiceDescription> Services { get; init; } = [];

    /// <summary>The links of all hosts, for a NAT of ours to carry out; null: nothing is done to them, whatever happens.</summary>
    public LinkSettings? Links { get; init; }

    /// <summary>Keep the last packets, for <see cref="Capture"/>.</summary>
    public bool KeepPackets { get; init; }

    /// <summary>The connections whose losses are told as <see cref="Incident"/>.</summary>
    public required IReadOnlyList<WatchedConnection> Watched { get; init; }
}

/// <summary>The C# datapath of a node.</summary>
public sealed record NatSettings
{
    /// <summary>A variant or preset by name.</summary>
    public required string Variant { get; init; }

    /// <summary>Port selection by the name of a release; null: as the variant implies.</summary>
    public string? PortSelection { get; init; }

    /// <summary>Null: as the variant implies.</summary>
    public StaleEgressKind? StaleEgress { get; init; }

    public required ushort MinimumPort { get; init; }

    public required ushort MaximumPort { get; init; }

    /// <summary>max_entries.</summary>
    public required int MapSize { get; init; }

    /// <summary>Common if it is left out.</summary>
    public LruKind Lru { get; init; }

    public required BatchKind Batch { get; init; }

    public required int PossibleCpus { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Null: connections are not tracked.</summary>
    public ConntrackSettings? Conntrack { get; init; }

    /// <summary>True: a reply without a mapping is answered by RST or ICMP port unreachable; false: dropped.</summary>
    public required bool PuntUnmatched { get; init; }
}

/// <summary>Whether all CPUs share the map's lists or each has its own.</summary>
public enum LruKind
{
    Common,
    PerCpu,
}

/// <summary>The conntrack of a node.</summary>
/// <param name="TcpSize">Entries for TCP.</param>
/// <param name="AnySize">Entries for all else.</param>
/// <param name="GcIntervalNanoseconds">Between two walks of garbage collection; null: adaptive.</param>
public sealed record ConntrackSettings(int TcpSize, int AnySize, long? GcIntervalNanoseconds);

/// <summary>What becomes of a mapping with a former egress address.</summary>
public enum StaleEgressKind
{
    Keep,
    Recreate,
}

/// <summary>How many entries the map takes from its shared list at a time: a kernel before or since 6.16.</summary>
public enum BatchKind
{
    Fixed128,
    Scaled,
}

/// <summary>Who has a link to the node, and what the links do to packets.</summary>
/// <param name="Clients">Addresses, by number.</param>
/// <param name="Servers">Addresses, by number.</param>
/// <param name="Conditions">Of the scenario; the wire of the containers stands for a plain link.</param>
/// <param name="Seed">Of the draws.</param>
public sealed record LinkSettings(IReadOnlyList<string> Clients, IReadOnlyList<string> Servers, LinkSet Conditions, ulong Seed);

/// <summary>What clients connect to on the node, and the pods behind it.</summary>
public sealed record ServiceDescription(Transport Transport, string Frontend, ushort FrontendPort, IReadOnlyList<string> Backends, ushort BackendPort);

/// <summary>A flow as its client sees it.</summary>
public sealed record WatchedConnection(int Flow, Transport Transport, string Client, ushort SourcePort, string Server, ushort ServerPort);

public enum Transport
{
    Tcp,
    Udp,
}
