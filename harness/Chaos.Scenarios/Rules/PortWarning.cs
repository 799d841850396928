using System.Globalization;
using Chaos.Model;
using Chaos.Scenarios.Cells;

namespace Chaos.Scenarios.Rules;

/// <summary>Warns of a cell that runs out of NAT ports, where deaths say nothing about eviction any more.</summary>
internal static class PortWarning
{
    /// <summary>One sentence per protocol that runs out.</summary>
    public static IEnumerable<string> For(Cell cell) =>
        cell.Scenario.Pressure.GroupBy(group => group.Transport).Select(groups => For(cell, groups.Key)).OfType<string>();

    /// <summary>
    /// A port is taken as long as its reverse entry stands, and each server socket has ports of its own. So no more ports are taken
    /// than flows have been opened, and no more than the map has entries.
    /// </summary>
    private static string? For(Cell cell, Transport transport)
    {
        Scenario scenario = cell.Scenario;
        double watched = scenario.Flows.Sum(
            group => group.Count * group.Shapes.Where(shape => shape.Plan.Transport == transport).Sum(group.ShareOf));
        double rate = scenario.Pressure.Where(group => group.Transport == transport).Sum(group => group.Rate.HighestPerSecond);
        double opened = watched + (rate * (WarmUpSeconds(scenario) + scenario.Duration.TotalSeconds));
        double ports = (double)scenario.Nat.Ports.Count * scenario.Servers * scenario.PortsPerServer;
        return Math.Min(opened, scenario.Nat.Map.Size) <= ports
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"cell {cell.Id}: about {opened:0} {Name(transport)} flows will exhaust the {ports:0} NAT ports towards "
                + $"{scenario.Servers} x {scenario.PortsPerServer} server sockets; add servers or portsPerServer, or lower the rate");
    }

    /// <summary>`untilFull` ends when the entries of watched flows and churn have filled the map; two entries make one flow.</summary>
    private static double WarmUpSeconds(Scenario scenario) => scenario.WarmUp.Kind switch
    {
        WarmUpKind.Fixed => scenario.WarmUp.Length.TotalSeconds,
        WarmUpKind.UntilFull => Math.Max(0, (scenario.Nat.Map.Size / 2.0) - scenario.Flows.Sum(group => (double)group.Count))
            / scenario.Pressure.Sum(group => group.Rate.HighestPerSecond),
        _ => 0,
    };

    private static string Name(Transport transport) => transport == Transport.Tcp ? "TCP" : "UDP";
}
