using Chaos.Nat.Conntrack;
using Chaos.Nat.Maps;
using Chaos.Nat.NodePort;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat;

/// <summary>How a datapath is built.</summary>
public sealed record NatOptions
{
    /// <summary>A name of <see cref="Variants.VariantCatalog.Names"/>.</summary>
    public required string Variant { get; init; }

    /// <summary>A name of <see cref="PortSelectionEra.Names"/>; null: the variant's own.</summary>
    public string? PortSelection { get; init; }

    /// <summary>Null: the variant's own.</summary>
    public StaleEgress? StaleEgress { get; init; }

    /// <summary>The address that clients are translated to.</summary>
    public required Ipv4Address EgressAddress { get; init; }

    /// <summary>The lowest NAT port; at most <see cref="MaximumPort"/>.</summary>
    public ushort MinimumPort { get; init; } = 32768;

    public ushort MaximumPort { get; init; } = 65535;

    /// <summary>max_entries: 1 to 16,777,216; two entries make one connection.</summary>
    public required int MapSize { get; init; }

    public LruFlavour Lru { get; init; } = LruFlavour.Common;

    public BatchRule Batch { get; init; } = BatchRule.Scaled;

    public int PossibleCpus { get; init; } = 1;

    /// <summary>Seeds the draws of port selection.</summary>
    public ulong Seed { get; init; }

    /// <summary>Null: connections are not tracked, and nothing but the LRU ever takes an entry.</summary>
    public ConntrackOptions? Conntrack { get; init; }

    /// <summary>The node port's services: clients come from outside and are translated to the node's inside address. Null: plain egress.</summary>
    public ServiceTable? Services { get; init; }

    /// <summary>False: a reply without a reverse entry is dropped in silence instead of punted.</summary>
    public bool PuntUnmatched { get; init; } = true;
}
