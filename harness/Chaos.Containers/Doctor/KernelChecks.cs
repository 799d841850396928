using Chaos.Targets;

namespace Chaos.Containers.Doctor;

/// <summary>Whether this machine's kernel has what a target needs. With a remote engine it is the wrong machine's.</summary>
public static class KernelChecks
{
    private const string Connections = "/proc/sys/net/netfilter/nf_conntrack_max", Symbols = "/proc/kallsyms";

    /// <summary>Where programs can be attached by tcx.</summary>
    private static readonly Version firstWithTcx = new(6, 6);

    /// <summary>nf_tables itself, its NAT, and `ct count`.</summary>
    private static readonly string[] nftablesSymbols = ["nft_do_chain", "nft_nat_init", "nft_connlimit_do_init"];

    public static Finding Of(KernelFeature feature) => feature switch
    {
        KernelFeature.PacketSockets => File.Exists("/proc/net/packet")
            ? new Finding("Packet sockets", FindingStatus.Ok, "the kernel has AF_PACKET")
            : new Finding(
                "Packet sockets", FindingStatus.Missing, "the kernel has no AF_PACKET: the csharp node cannot take packets in",
                "modprobe af_packet"),
        KernelFeature.Tcx => Tcx(Environment.OSVersion.Version),
        KernelFeature.Nftables => Nftables(),
        _ => throw new ArgumentOutOfRangeException(nameof(feature)),
    };

    /// <param name="release">Of the kernel.</param>
    internal static Finding Tcx(Version release) => release >= firstWithTcx
        ? new Finding("BPF at interfaces", FindingStatus.Ok, $"Linux {release.ToString(2)} has tcx")
        : new Finding(
            "BPF at interfaces", FindingStatus.Missing,
            $"Linux {release.ToString(2)} has no tcx, which came with {firstWithTcx.ToString(2)}: target ebpf does not run here",
            "run on a newer kernel, or use target csharp");

    private static Finding Nftables()
    {
        const string Name = "nf_tables";
        string[] missing = [.. MissingSymbols(), .. File.Exists(Connections) ? Array.Empty<string>() : ["conntrack"]];
        return missing.Length == 0
            ? new Finding(Name, FindingStatus.Ok, "the kernel has nf_tables with NAT and limits on connections")
            : new Finding(
                Name, FindingStatus.Warning,
                $"not loaded: {string.Join(", ", missing)}; a kernel with modules loads them with the first rule",
                "modprobe -a nf_tables nft_chain_nat nft_nat nft_connlimit");
    }

    private static IEnumerable<string> MissingSymbols()
    {
        if (!File.Exists(Symbols)) return [];
        HashSet<string> wanted = [.. nftablesSymbols];
        foreach (string line in File.ReadLines(Symbols))
        {
            // Address, type, name, and the module where there is one.
            if (line.Split([' ', '\t'], 4) is [_, _, { } name, ..] && wanted.Remove(name) && wanted.Count == 0) break;
        }

        return nftablesSymbols.Where(wanted.Contains);
    }
}
