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
}
