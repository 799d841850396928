using Chaos.Model;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Rules;

/// <summary>The servers that a group names must be there, and the group must be able to choose.</summary>
internal static class PlaceRules
{
    public static void Check(Scenario scenario, SectionReader root)
    {
        if (scenario.Servers == 0) return;
        IEnumerable<(IReadOnlyList<int>? Servers, SectionReader Section)> groups =
        [
            .. scenario.Flows.Select(flow => flow.Servers).Zip(root.Items(FlowKeys.Flows)),
            .. scenario.Pressure.Select(pressure => pressure.Servers).Zip(root.Items(PressureKeys.Pressure)),
        ];
        foreach ((IReadOnlyList<int>? servers, SectionReader section) in groups)
        {
            if (servers is not { Count: > 0 }) continue;
            if (servers[^1] >= scenario.Servers)
            {
                section.Complain(
                    PlaceKeys.Servers, $"there is no host {servers[^1]}; the scenario has {scenario.Servers} servers, counted from 0");
            }

            if (scenario.Topology == TopologyKind.NodePort)
            {
                section.Complain(
                    PlaceKeys.Servers, "behind a node port the node chooses the server; leave it out, or write topology: egress");
            }
        }
    }
}
