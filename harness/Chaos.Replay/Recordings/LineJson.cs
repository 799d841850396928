using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Replay.Recordings;

/// <summary>A line as JSON; which members it has depends on `do`. The order is that of the file.</summary>
internal sealed record LineJson
{
    public static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // A `>` between addresses stays readable; nothing here ends up in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Do { get; init; }

    /// <summary>Free text, on any line.</summary>
    public string? Note { get; init; }

    public int? Version { get; init; }

    public string? Source { get; init; }

    public string? Variant { get; init; }

    public int? MapSize { get; init; }

    /// <summary>Also the one member of `do: address`.</summary>
    public string? Address { get; init; }

    public string? Ports { get; init; }

    public string? Lru { get; init; }

    public string? Batch { get; init; }

    public int? PossibleCpus { get; init; }

    public string? Rule { get; init; }

    public string? PortSelection { get; init; }

    public int? Retries { get; init; }

    public string? PortDraw { get; init; }

    public string? StaleEgress { get; init; }

    public string? Icmp { get; init; }

    public string? Unmatched { get; init; }

    public ServiceJson[]? Services { get; init; }

    public string? Packet { get; init; }

    public string? Verdict { get; init; }

    public ushort[]? Draws { get; init; }

    public string? Out { get; init; }

    public int? Code { get; init; }

    public int? Cpu { get; init; }

    public EntryJson? Entry { get; init; }

    public bool? Found { get; init; }

    public string[]? Entries { get; init; }
}

/// <summary>The key of an entry; addresses with ports.</summary>
internal sealed record EntryJson
{
    public string? Half { get; init; }

    public string? Protocol { get; init; }

    public string? Source { get; init; }

    public string? Destination { get; init; }
}

/// <summary>A service of a node port; addresses with ports.</summary>
internal sealed record ServiceJson
{
    public string? Protocol { get; init; }

    public string? Frontend { get; init; }

    public string[]? Backends { get; init; }
}
