using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>The datapath that a run tests: what a scenario says under `nat`, and where a world has placed it.</summary>
public sealed record NatOptions
{
    /// <summary>The name of a variant or of a preset.</summary>
    public required string Variant { get; init; }

    /// <summary>Port selection by the name of a release; null: the variant's own.</summary>
    public string? PortSelection { get; init; }

    /// <summary>How many ports a new mapping tries, 1 to 1,024; null: as many as the port selection says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Retries { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PortDraw PortDraw { get; init; }

    /// <summary>Null: the variant's own.</summary>
    public StaleEgress? StaleEgress { get; init; }

    /// <summary>Ports that the NAT hands out.</summary>
    public PortRange Ports { get; init; } = new(32768, 65535);

    public required MapOptions Map { get; init; }

    /// <summary>Null: connections are not tracked, and nothing but the LRU ever takes an entry.</summary>
    public ConntrackOptions? Conntrack { get; init; }

    public UnmatchedReply Unmatched { get; init; }

    public IcmpHandling Icmp { get; init; }

    /// <summary>The container image of somebody's NAT; null where none is named. No program of ours runs it.</summary>
    [JsonIgnore]
    public string? Image { get; init; }

    /// <summary>Variables of that image's environment, beside those of the contract.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The address that clients are translated to; the world sets it.</summary>
    public Ipv4Address EgressAddress { get; init; }

    /// <summary>The node port's services; empty for plain egress. The world sets them.</summary>
    public IReadOnlyList<Service> Services { get; init; } = [];

    /// <summary>Of the draws of port selection.</summary>
    public ulong Seed { get; init; }
}
