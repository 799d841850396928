using System.Diagnostics;
using System.Text.Json;
using Chaos.Control;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Node;

/// <summary>Between the words of the control channel and those of the datapath.</summary>
internal static class NodeReports
{
    public static NatOptions Options(NatSettings nat, Ipv4Address egress) => new()
    {
        Variant = nat.Variant,
        PortSelection = nat.PortSelection,
        StaleEgress = nat.StaleEgress switch
        {
            null => null,
            StaleEgressKind.Keep => StaleEgress.Keep,
            StaleEgressKind.Recreate => StaleEgress.Recreate,
            _ => throw new UnreachableException(),
        },
        EgressAddress = egress,
        MinimumPort = nat.MinimumPort,
        MaximumPort = nat.MaximumPort,
        MapSize = nat.MapSize,
        Lru = nat.Lru switch
        {
            LruKind.Common => LruFlavour.Common,
            LruKind.PerCpu => LruFlavour.PerCpu,
            _ => throw new UnreachableException(),
        },
        Batch = nat.Batch switch
        {
            BatchKind.Fixed128 => BatchRule.Fixed128,
            BatchKind.Scaled => BatchRule.Scaled,
            _ => throw new UnreachableException(),
        },
        PossibleCpus = nat.PossibleCpus,
        Seed = nat.Seed,
        PuntUnmatched = nat.PuntUnmatched,
    };

    public static FiveTuple Connection(WatchedConnection watched) => new(
        watched.Transport == Transport.Tcp ? IpProtocol.Tcp : IpProtocol.Udp,
        Ipv4Address.Parse(watched.Client), watched.SourcePort, Ipv4Address.Parse(watched.Server), watched.ServerPort);

    public static Incident Incident(Nat.Ledger.Incident incident) => new()
    {
        Flow = incident.Flow,
        Mechanism = CamelCase(incident.Mechanism.ToString()),
        BrokenAt = incident.BrokenAtNanoseconds,
        At = incident.AtNanoseconds,
    };

    public static NodeStatistics Statistics(NatDatapath? datapath, long writeFailures, long now) => new()
    {
        At = now,
        Packets = datapath?.Counters.Packets ?? 0,
        Forwarded = datapath?.Counters.Forwarded ?? 0,
        Punted = datapath?.Counters.Punted ?? 0,
        WriteFailures = writeFailures,
        Drops = datapath is null ? new Dictionary<string, long>() : Drops(datapath.Counters),
        Mappings = datapath?.Counters.Mappings ?? 0,
        AllocationFailures = datapath?.Counters.AllocationFailures ?? 0,
        Entries = datapath?.Map.Count ?? 0,
        Capacity = datapath?.Map.Capacity ?? 0,
        Evictions = datapath?.Map.Evictions ?? 0,
        Refusals = datapath?.Map.Refusals ?? 0,
        RestoredReverse = datapath?.Map.RestoredReverse ?? 0,
        RestoredOriginal = datapath?.Map.RestoredOriginal ?? 0,
    };

    private static Dictionary<string, long> Drops(NatCounters counters) => Enum.GetValues<DropReason>()
        .Where(reason => counters.Drops(reason) > 0)
        .ToDictionary(reason => CamelCase(reason.ToString()), counters.Drops);

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
