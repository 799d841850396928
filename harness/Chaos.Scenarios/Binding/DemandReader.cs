using Chaos.Model;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Binding;

/// <summary>What a cell asks of its target and its world.</summary>
internal static class DemandReader
{
    public static IEnumerable<Demand> Read(Scenario scenario, SectionReader root)
    {
        SectionReader nat = root.Into(NatKeys.Nat);
        if (scenario.Topology == TopologyKind.NodePort)
            yield return Demand.Of(Capability.ServeNodePorts, "topology: nodeport", root.At(ScenarioKeys.Topology));
        foreach (Demand demand in OfOptions(scenario.Nat, nat)) yield return demand;
        if (scenario.Rss) yield return Demand.Of(Capability.SpreadOverCpus, "nat.rss: on", nat.At(NatKeys.Rss));
        if (scenario.Links != LinkSet.Plain) yield return Demand.Of(Capability.CarryLinks, "links", root.At(LinkKeys.Links));
        foreach ((ScheduledFault fault, (SectionReader section, FaultEntry entry)) in scenario.Faults.Zip(FaultBinder.Items(root)))
        {
            if (fault.Fault.Needs() is not Capability.None and Capability needs)
                yield return Demand.Of(needs, entry.Name, section.At(entry.Key));
            if (fault.Schedule.When?.Needs() is { } observed and not Capability.None)
                yield return Demand.Of(observed, "when", section.At(FaultKeys.When));
        }
    }

    /// <summary>What the values of `nat` ask, beyond those that any NAT has.</summary>
    private static IEnumerable<Demand> OfOptions(NatOptions options, SectionReader nat)
    {
        SectionReader map = nat.Into(NatKeys.Map);
        if (options.Variant != NatKeys.Variant.Default)
            yield return Demand.Of(Capability.FollowVariants, $"nat.variant: {options.Variant}", nat.At(NatKeys.Variant));
        if (options.PortSelection is not null)
            yield return Demand.Of(Capability.FollowVariants, "nat.portSelection", nat.At(NatKeys.PortSelection));
        if (options.StaleEgress is not null)
            yield return Demand.Of(Capability.FollowVariants, "nat.staleEgress", nat.At(NatKeys.StaleEgress));
        if (options.Map.Lru == LruFlavour.PerCpu)
            yield return Demand.Of(Capability.KeepLruLists, "nat.map.lru: percpu", map.At(NatKeys.Lru));
        if (options.Map.Rule != MapRule.Kernel)
            yield return Demand.Of(Capability.TryOtherRules, $"nat.map.rule: {map.Text(NatKeys.Rule)}", map.At(NatKeys.Rule));
        if (options.PortDraw != PortDraw.Random)
            yield return Demand.Of(Capability.TryOtherRules, $"nat.portDraw: {nat.Text(NatKeys.PortDraw)}", nat.At(NatKeys.PortDraw));
        if (options.Retries is not null)
            yield return Demand.Of(Capability.FollowVariants, "nat.retries", nat.At(NatKeys.Retries));
        if (options.Conntrack is null) yield break;
        yield return Demand.Of(Capability.TrackConnections, "nat.conntrack", nat.At(NatKeys.Conntrack));
        foreach (ScalarKey key in (ScalarKey[])[NatKeys.ConntrackTcpSize, NatKeys.ConntrackAnySize, NatKeys.ConntrackGcInterval])
            if (nat.Text(key) != key.Default)
                yield return Demand.Of(Capability.KeepConntrackMaps, $"nat.{key.Name}", nat.At(key));
    }
}
