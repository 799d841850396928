using Chaos.Nat.Conntrack;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Scenarios;

/// <summary>The datapath that a cell tests.</summary>
public sealed record NatSettings
{
    public required NatTarget Target { get; init; }

    /// <summary>A name that <see cref="Chaos.Nat.Variants.VariantCatalog"/> knows: a variant or a preset.</summary>
    public required string Variant { get; init; }

    /// <summary>A name that <see cref="PortSelectionEra"/> knows; null: the variant's own.</summary>
    public required string? PortSelection { get; init; }

    /// <summary>Null: the variant's own.</summary>
    public required StaleEgress? StaleEgress { get; init; }

    /// <summary>Ports that the NAT hands out.</summary>
    public required PortRange Ports { get; init; }

    /// <summary>Null: off.</summary>
    public required ConntrackOptions? Conntrack { get; init; }

    public required UnmatchedReply Unmatched { get; init; }

    /// <summary>Packets are spread over the possible CPUs by receive-side scaling (sim); else one CPU handles all.</summary>
    public required bool Rss { get; init; }

    public required MapSettings Map { get; init; }
}

public enum NatTarget
{
    /// <summary>Our own C# datapath.</summary>
    Csharp,

    /// <summary>Plain routing, the control arm.</summary>
    None,
}

/// <summary>What becomes of a reply that has no reverse entry.</summary>
public enum UnmatchedReply
{
    /// <summary>Given to the host, which answers RST or ICMP port unreachable.</summary>
    Punt,

    /// <summary>Dropped in silence.</summary>
    Drop,
}

/// <summary>The LRU map: <paramref name="Size"/> is max_entries; two entries make one connection.</summary>
public sealed record MapSettings(int Size, LruFlavour Lru, BatchRule Batch, int PossibleCpus);
