namespace Chaos.Import;

/// <summary>What a file does not say of itself.</summary>
/// <param name="Format">Null: it is told from the beginning of the file.</param>
/// <param name="Name">Of the scenario.</param>
/// <param name="MapSize">max_entries of the node's NAT map; null: not known.</param>
public sealed record ImportOptions(ImportFormat? Format, string Name, int? MapSize = null);

/// <summary>What people have.</summary>
public enum ImportFormat
{
    /// <summary>pcap or pcapng.</summary>
    Pcap,

    /// <summary>`conntrack -L` or `-E`.</summary>
    Conntrack,

    /// <summary>`cilium bpf nat list`, text or JSON.</summary>
    CiliumNat,

    /// <summary>`cilium bpf ct list global`, text or JSON.</summary>
    CiliumCt,

    /// <summary>`cilium_bpf_map_pressure` of Prometheus: the text of an exporter, or JSON of its API.</summary>
    Prometheus,
}
