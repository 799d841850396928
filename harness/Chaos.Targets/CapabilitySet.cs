using Chaos.Model;

namespace Chaos.Targets;

/// <summary>What a target can do in a world.</summary>
/// <param name="Can">All of it.</param>
public sealed record CapabilitySet(Capability Can)
{
    /// <summary>Why something is not among it, and the remedy, where more can be said than that it is not.</summary>
    public IReadOnlyDictionary<Capability, string> Reasons { get; init; } = new Dictionary<Capability, string>();

    /// <summary>Every single one.</summary>
    public static IReadOnlyList<Capability> All { get; } = [.. Enum.GetValues<Capability>().Where(one => one != Capability.None)];

    /// <summary>What a scenario may ask without effect: settings of a NAT, where there is none.</summary>
    public Capability Ignored { get; init; }

    /// <summary>Whether a scenario may ask it.</summary>
    public bool Has(Capability wanted) => ((Can | Ignored) & wanted) == wanted;

    /// <summary>Why the first of what is wanted and missing is missing; null if nothing is.</summary>
    public string? WhyNot(Capability wanted)
    {
        foreach (Capability one in All)
            if (wanted.HasFlag(one) && !Has(one))
                return Reasons.GetValueOrDefault(one) ?? $"asks for what this target cannot do: {Describe(one)}";
        return null;
    }

    /// <summary>The same without some of it, and why.</summary>
    public CapabilitySet Without(Capability missing, string reason) =>
        this with
        {
            Can = Can & ~missing,
            Ignored = Ignored & ~missing,
            Reasons = new Dictionary<Capability, string>(Reasons) { [missing] = reason },
        };

    /// <summary>One of them in words that follow "can": <c>empty or replace its table</c>.</summary>
    public static string Describe(Capability capability) => capability switch
    {
        Capability.EvictOriginal => "remove an original entry alone",
        Capability.EvictReverse => "remove a reverse entry alone",
        Capability.ReadReferenceBits => "select entries by their reference bits",
        Capability.ReplaceTable => "empty or replace its table",
        Capability.OccupyTable => "write entries without traffic",
        Capability.ReportTable => "report its table",
        Capability.ChangePorts => "change its ports during a run",
        Capability.ChangeEgressAddress => "change its egress address during a run",
        Capability.CollectGarbage => "collect garbage on demand",
        Capability.ActOnEvictions => "act on evictions",
        Capability.TellMechanisms => "explain how it lost a flow",
        Capability.HoldPackets => "pause its node",
        Capability.CarryLinks => "give links their conditions",
        Capability.SpreadOverCpus => "spread packets over CPUs",
        Capability.KeepPackets => "keep packets",
        Capability.ServeNodePorts => "serve a node port",
        Capability.TrackConnections => "track connections",
        Capability.TellLossTimes => "tell when it lost a flow",
        Capability.EvictMapping => "remove both entries of a mapping",
        Capability.FollowVariants => "have Cilium's variants and releases",
        Capability.KeepLruLists => "keep LRU lists",
        Capability.KeepConntrackMaps => "keep conntrack maps of a given size",
        Capability.RestartNode => "restart its node",
        Capability.TryOtherRules => "evict entries and choose ports by rules that Cilium does not have",
        Capability.FailUpdates => "make updates of its table fail",
        _ => capability.ToString(),
    };
}
