using Chaos.Model;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Rules;

/// <summary>Rules between values. A value that is wrong by itself has been reported, so the rules that need it stay silent.</summary>
internal static class ScenarioRules
{
    private const int LargestFlows = 1_000_000;

    public static void Check(Scenario scenario, SectionReader root)
    {
        ImageRules.Check(scenario, root);
        UniqueNames(root);
        Profiles(root);
        Rhythms(root);
        KeepAlive(scenario, root);
        Bursts(scenario, root);
        RoundTripRules.Check(root);
        PlaceRules.Check(scenario, root);
        FaultRules.Check(scenario, root);
        Room(scenario, root);
    }

    private static void UniqueNames(SectionReader root)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (SectionReader group in root.Items(FlowKeys.Flows).Concat(root.Items(PressureKeys.Pressure)))
            if (group.Text(FlowKeys.Name) is { } name && !seen.Add(name))
                group.Complain(FlowKeys.Name, $"another group is called {Quote.Of(name)}; names are unique across flows and pressure");
    }

    private static void Rhythms(SectionReader root)
    {
        foreach (SectionReader flow in root.Items(FlowKeys.Flows))
        {
            if (FlowShapes.Of(flow).Any(shape => IsMute(shape.Section)))
            {
                flow.Complain(
                    FlowKeys.ClientEvery,
                    "nobody ever sends, so nothing can be watched; give clientEvery or serverEvery a period, for example 1s");
            }
        }
    }

    private static bool IsMute(SectionReader shape) =>
        shape.Text(FlowKeys.ClientEvery) == "never" && shape.Text(FlowKeys.ServerEvery) == "never";

    private static void KeepAlive(Scenario scenario, SectionReader root)
    {
        foreach ((FlowGroup group, SectionReader flow) in scenario.Flows.Zip(root.Items(FlowKeys.Flows)))
            if (flow.Text(FlowKeys.KeepAlive) != "never" && group.Shapes.All(shape => shape.Plan.Transport == Transport.Udp))
                flow.Complain(FlowKeys.KeepAlive, "UDP has no keep-alive; give the client a rhythm instead (clientEvery, reply: true)");
    }

    private static void Profiles(SectionReader root)
    {
        foreach (SectionReader flow in root.Items(FlowKeys.Flows))
            if (flow.Said(FlowKeys.Profiles.One) is not null && flow.Says(FlowKeys.Profiles.Mix!))
                flow.Complain(FlowKeys.Profiles.Mix!, "there is a `profile` already; write one of the two");
    }

    private static void Bursts(Scenario scenario, SectionReader root)
    {
        foreach ((PressurePlan pressure, SectionReader section) in scenario.Pressure.Zip(root.Items(PressureKeys.Pressure)))
        {
            if (pressure.Rate is { BurstEvery: > 0 } rate && rate.BurstLength > rate.BurstEvery)
            {
                string length = DurationParser.Spell(Nanoseconds.ToSpan(rate.BurstLength)),
                    every = DurationParser.Spell(Nanoseconds.ToSpan(rate.BurstEvery));
                section.Into(PressureKeys.Burst)
                    .Complain(PressureKeys.BurstLength, $"{length} is longer than the period of the bursts ({every})");
            }
        }
    }

    /// <summary>A client draws the source port of each watched flow from one range, so the flows must fit into it.</summary>
    private static void Room(Scenario scenario, SectionReader root)
    {
        long flows = scenario.Flows.Sum(flow => (long)flow.Count);
        if (flows > LargestFlows)
        {
            root.Complain(FlowKeys.Flows, $"{flows} watched flows in all; at most {LargestFlows} are allowed");
            return;
        }

        if (scenario.Clients == 0 || scenario.SourcePorts.Maximum == 0) return;
        long perClient = scenario.Flows.Sum(flow => (flow.Count + scenario.Clients - 1L) / scenario.Clients);
        if (perClient > scenario.SourcePorts.Count)
        {
            root.Complain(
                FlowKeys.Flows,
                $"{perClient} watched flows per client do not fit into the {scenario.SourcePorts.Count} source ports; "
                + "add clients, widen sourcePorts or watch fewer flows");
        }
    }
}
