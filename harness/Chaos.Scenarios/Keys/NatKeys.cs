using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;
using Chaos.Scenarios.Values;
using Chaos.Targets;

namespace Chaos.Scenarios.Keys;

/// <summary>`nat:` and `nat.map:`.</summary>
internal static class NatKeys
{
    private const string AsVariant = "variant";

    public static readonly ScalarKey<string> Target = new(
        "target",
        "What is tested: our C# NAT, in containers one of the kernel (ebpf, nftables) or your own (image), or none (plain routing).",
        new ChoiceParser<string>([.. TargetCatalog.BuiltIn.Names.Select(name => (name, name))]), TargetCatalog.Default);

    public static readonly ScalarKey<string?> Image = new(
        "image", "The container image that `target: image` runs, as the engine knows it; nothing is pulled.", new ImageReferenceParser())
    { Optional = true };

    public static readonly ScalarKey<IReadOnlyDictionary<string, string>?> Environment = new(
        "env", "Variables for the image's environment, beside those of the contract: [NAME=value, ...].", new EnvironmentParser())
    { Optional = true };

    public static readonly ScalarKey<string> Variant = new(
        "variant", $"How the NAT treats the partner entry: a variant, or a Cilium release (minor or patch). {VariantTable.Sentences()}",
        CommonParsers.Variant, "cilium-1.19")
    { ShortName = "variant" };

    public static readonly ScalarKey<string?> PortSelection = new(
        "portSelection", "How ports are chosen: as the variant implies, or as a Cilium release did.",
        new ChoiceParser<string?>([(AsVariant, null), .. PortSelectionEra.Names.Select(name => (name, (string?)name))]), AsVariant);

    public static readonly ScalarKey<int?> Retries = new(
        "retries", "How many ports a new mapping tries before its packet is dropped: as the variant implies, or a number.",
        new WordOrParser<int>(AsVariant, new WholeNumberParser<int>(1, 1024)), AsVariant);

    public static readonly ScalarKey<PortDraw> PortDraw = new(
        "portDraw",
        "A port for a mapping that cannot keep its source port: random, as in Cilium, or a hash of the connection, so that a mapping that "
        + "is made again tries the same ports again.",
        new ChoiceParser<PortDraw>(("random", Chaos.Model.PortDraw.Random), ("hash", Chaos.Model.PortDraw.Hash)), "random");

    public static readonly ScalarKey<StaleEgress?> StaleEgress = new(
        "staleEgress", "A mapping with a former egress address: as the variant implies, keep it, or recreate it.",
        new ChoiceParser<StaleEgress?>(
            (AsVariant, null), ("keep", Chaos.Model.StaleEgress.Keep), ("recreate", Chaos.Model.StaleEgress.Recreate)),
        AsVariant);

    public static readonly ScalarKey<PortRange> Ports = new("ports", "Ports that the NAT hands out.", CommonParsers.Ports, "32768-65535");

    public static readonly ScalarKey<UnmatchedReply> Unmatched = new(
        "unmatched", "A reply without a reverse entry: punt (the node answers RST or ICMP unreachable) or drop.",
        new ChoiceParser<UnmatchedReply>(("punt", UnmatchedReply.Punt), ("drop", UnmatchedReply.Drop)), "punt");

    public static readonly ScalarKey<IcmpHandling> Icmp = new(
        "icmp",
        "ICMP errors: as-release (as the preset's release translates them, with its mistakes; a variant that is no preset is correct) or "
        + "correct.",
        new ChoiceParser<IcmpHandling>(("as-release", IcmpHandling.AsRelease), ("correct", IcmpHandling.Correct)), "as-release");

    public static readonly ScalarKey<bool> Conntrack = new(
        "conntrack", "Connections are tracked beside the NAT: lifetimes, garbage collection that takes NAT entries along, orphans.",
        new ChoiceParser<bool>(("off", false), ("on", true)), "off");

    public static readonly ScalarKey<int> ConntrackTcpSize = new(
        "conntrackTcpSize", "Entries of the conntrack map for TCP.", new WholeNumberParser<int>(1, 16_777_216) { Binary = true }, "524288");

    public static readonly ScalarKey<int> ConntrackAnySize = new(
        "conntrackAnySize", "Entries of the conntrack map for all else.", new WholeNumberParser<int>(1, 16_777_216) { Binary = true },
        "262144");

    public static readonly ScalarKey<TimeSpan?> ConntrackGcInterval = new(
        "conntrackGcInterval", "Between two walks of garbage collection: adaptive (5 minutes at first), or a duration.",
        new WordOrParser<TimeSpan>("adaptive", CommonParsers.TimeAboveZero), "adaptive");

    public static readonly ScalarKey<int> Size = new(
        "size", "Entries of the map (max_entries); a connection takes two.", new WholeNumberParser<int>(1, 16_777_216) { Binary = true },
        "65536")
    { ShortName = "mapSize" };

    public static readonly ScalarKey<LruFlavour> Lru = new(
        "lru", "Common: one LRU for all CPUs. Percpu: each possible CPU has its own, with an equal share of the entries; "
            + "where one CPU handles all packets (rss: off), only one share is in use.",
        new ChoiceParser<LruFlavour>(("common", LruFlavour.Common), ("percpu", LruFlavour.PerCpu)), "common");

    public static readonly ScalarKey<BatchRule> Batch = new(
        "batch", "Entries that a CPU takes at a time: fixed-128 before Linux 6.16, scaled since.",
        new ChoiceParser<BatchRule>(("fixed-128", BatchRule.Fixed128), ("scaled", BatchRule.Scaled)), "scaled");

    public static readonly ScalarKey<int> PossibleCpus = new(
        "possibleCpus", "CPUs that the kernel counts as possible; the map reserves entries for each.",
        new WholeNumberParser<int>(1, 4096), "2");

    public static readonly ScalarKey<MapRule> Rule = new(
        "rule",
        "Which entry goes when the map is full. kernel: as BPF_MAP_TYPE_LRU_HASH; lru: the one that was used least recently; sieve (NSDI "
        + "2024); s3fifo (SOSP 2023). The last three have neither batches nor CPUs.",
        new ChoiceParser<MapRule>(
            ("kernel", MapRule.Kernel), ("lru", MapRule.Lru), ("sieve", MapRule.Sieve), ("s3fifo", MapRule.S3Fifo)),
        "kernel");

    public static readonly ScalarKey<bool> Rss = new(
        "rss",
        "on: packets are spread over the possible CPUs by receive-side scaling, as network cards with several queues do (sim); off: one "
        + "CPU handles all.",
        new ChoiceParser<bool>(("on", true), ("off", false)), "off");

    public static readonly MappingKey Map = new("map", "The LRU map that holds the entries.", [Size, Lru, Batch, PossibleCpus, Rule]);

    public static readonly MappingKey Nat = new("nat", "The datapath under test.", [
            Target, Image, Environment, Variant, PortSelection, Retries, PortDraw, StaleEgress, Ports, Unmatched, Icmp, Rss,
            Conntrack, ConntrackTcpSize, ConntrackAnySize, ConntrackGcInterval, Map,
        ]);
}
