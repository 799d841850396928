using System.Globalization;
using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;

namespace Chaos.Replay.Recordings;

/// <summary>The first line of a recording and the options of a datapath.</summary>
internal static class ConfigurationText
{
    /// <summary>Of the format.</summary>
    public const int Version = 1;

    private const int MostCpus = 4096;
    private const int MostRetries = 1024;

    private static readonly (string Word, LruFlavour Value)[] Flavours = [("common", LruFlavour.Common), ("percpu", LruFlavour.PerCpu)];

    private static readonly (string Word, BatchRule Value)[] Batches = [("scaled", BatchRule.Scaled), ("fixed-128", BatchRule.Fixed128)];

    private static readonly (string Word, MapRule Value)[] Rules =
        [("kernel", MapRule.Kernel), ("lru", MapRule.Lru), ("sieve", MapRule.Sieve), ("s3fifo", MapRule.S3Fifo)];

    private static readonly (string Word, PortDraw Value)[] Draws = [("random", PortDraw.Random), ("hash", PortDraw.Hash)];

    private static readonly (string Word, StaleEgress Value)[] Stale = [("keep", StaleEgress.Keep), ("recreate", StaleEgress.Recreate)];

    private static readonly (string Word, IcmpHandling Value)[] Icmp =
        [("as-release", IcmpHandling.AsRelease), ("correct", IcmpHandling.Correct)];

    private static readonly (string Word, UnmatchedReply Value)[] Unmatched =
        [("punt", UnmatchedReply.Punt), ("drop", UnmatchedReply.Drop)];

    /// <summary>What the defaults say is left out.</summary>
    public static LineJson Of(NatOptions options, string source) => new()
    {
        Do = "configure",
        Version = Version,
        Source = source,
        Variant = options.Variant,
        MapSize = options.Map.Size,
        Address = options.EgressAddress.ToString(),
        Ports = options.Ports.ToString(),
        Lru = WordOf(Flavours, options.Map.Lru),
        Batch = WordOf(Batches, options.Map.Batch),
        PossibleCpus = options.Map.PossibleCpus,
        Rule = options.Map.Rule == MapRule.Kernel ? null : WordOf(Rules, options.Map.Rule),
        PortSelection = options.PortSelection,
        Retries = options.Retries,
        PortDraw = options.PortDraw == PortDraw.Random ? null : WordOf(Draws, options.PortDraw),
        StaleEgress = options.StaleEgress is { } stale ? WordOf(Stale, stale) : null,
        Icmp = options.Icmp == IcmpHandling.AsRelease ? null : WordOf(Icmp, options.Icmp),
        Unmatched = options.Unmatched == UnmatchedReply.Punt ? null : WordOf(Unmatched, options.Unmatched),
        Services = options.Services.Count == 0 ? null : [.. options.Services.Select(ServiceOf)],
    };

    /// <exception cref="FormatException">A member is missing or out of range; the message names it.</exception>
    public static NatOptions Read(LineJson line)
    {
        if (line.Version != Version)
            throw new FormatException($"this is version {line.Version?.ToString(CultureInfo.InvariantCulture) ?? "(none)"} of the format; "
                + $"version {Version} can be replayed");
        string variant = line.Variant ?? throw new FormatException("`variant` is missing");
        if (!VariantCatalog.Knows(variant))
            throw new FormatException($"`variant`: there is no '{Short(variant)}'; there are {string.Join(", ", VariantCatalog.Names)}");
        if (line.PortSelection is { } era && !PortSelectionEra.TryFind(era, out _))
            throw new FormatException($"`portSelection` must be one of {string.Join(", ", PortSelectionEra.Names)}");
        return new NatOptions
        {
            Variant = variant,
            PortSelection = line.PortSelection,
            Retries = line.Retries is null ? null : Number(line.Retries, "retries", MostRetries),
            PortDraw = ValueOf(Draws, line.PortDraw ?? "random", "portDraw"),
            StaleEgress = line.StaleEgress is { } stale ? ValueOf(Stale, stale, "staleEgress") : null,
            Icmp = ValueOf(Icmp, line.Icmp ?? "as-release", "icmp"),
            Unmatched = ValueOf(Unmatched, line.Unmatched ?? "punt", "unmatched"),
            EgressAddress = EntryText.Address(line.Address, "address"),
            Ports = PortsOf(line.Ports),
            Services = [.. (line.Services ?? []).Select(ServiceOf)],
            Map = new MapOptions(
                Number(line.MapSize, "mapSize", BpfLruHashMap<NatKey, NatValue>.MaximumEntries),
                ValueOf(Flavours, line.Lru, "lru"), ValueOf(Batches, line.Batch, "batch"),
                Number(line.PossibleCpus, "possibleCpus", MostCpus), ValueOf(Rules, line.Rule ?? "kernel", "rule")),
        };
    }

    private static PortRange PortsOf(string? text)
    {
        string[] parts = (text ?? "").Split('-');
        if (parts.Length == 2 && ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)
            && ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last) && first > 0 && first <= last)
            return new PortRange(first, last);
        throw new FormatException("`ports` must be a range, such as 32768-65535");
    }

    private static int Number(int? value, string name, int most) =>
        value is { } number && number >= 1 && number <= most ? number : throw new FormatException($"`{name}` must be 1 to {most}");

    private static ServiceJson ServiceOf(Service service) => new()
    {
        Protocol = EntryText.Protocol(service.Protocol),
        Frontend = service.Frontend.ToString(),
        Backends = [.. service.Backends.Select(backend => backend.ToString())],
    };

    private static Service ServiceOf(ServiceJson service)
    {
        if (service.Backends is not { Length: > 0 } backends) throw new FormatException("`services.backends` must have at least one");
        return new Service(
            EntryText.ProtocolOf(service.Protocol), EntryText.Socket(service.Frontend, "services.frontend"),
            [.. backends.Select(backend => EntryText.Socket(backend, "services.backends"))]);
    }

    private static string WordOf<T>((string Word, T Value)[] words, T value) =>
        words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Word;

    private static T ValueOf<T>((string Word, T Value)[] words, string? word, string name)
    {
        foreach ((string known, T value) in words)
            if (known == word) return value;
        throw new FormatException($"`{name}` must be {string.Join(" or ", words.Select(pair => pair.Word))}");
    }

    /// <summary>Of a file that is no recording, a value can be anything.</summary>
    private static string Short(string word) =>
        new([.. (word.Length <= 40 ? word : word[..40] + "...").Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
