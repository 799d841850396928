using System.Globalization;
using Chaos.Model;
using Chaos.Scenarios.Cells;

namespace Chaos.Scenarios.Rules;

/// <summary>Warns of a cell that runs out of NAT ports, where deaths say nothing about eviction any more.</summary>
internal static class PortWarning
{
    /// <summary>One sentence for each protocol and choice of servers that runs out; cells of one sentence share it.</summary>
    public static IEnumerable<string> For(IReadOnlyList<Cell> cells) =>
        from cell in cells
        from text in For(cell)
        group cell.Id by text into same
        let ids = same.ToArray()
        select $"{(ids.Length == cells.Count && ids.Length > 1 ? "all cells" : Named(ids))}: {same.Key}";

    private static string Named(string[] ids) => ids.Length switch
    {
        1 => $"cell {ids[0]}",
        2 => $"cells {ids[0]} and {ids[1]}",
        _ => $"cells {ids[0]} and {ids.Length - 1} more",
    };

    private static IEnumerable<string> For(Cell cell) =>
        Places(cell.Scenario).Where(place => cell.Scenario.Pressure.Any(group => PlaceOf(cell.Scenario, group) == place))
            .Select(place => For(cell.Scenario, place)).OfType<string>();

    private static IEnumerable<Place> Places(Scenario scenario) =>
        scenario.Pressure.Select(group => PlaceOf(scenario, group)).Distinct();

    /// <summary>
    /// A port is taken as long as its reverse entry stands, and each server socket has ports of its own. So no more ports are taken
    /// than flows have been opened, and no more than the map has entries.
    /// </summary>
    private static string? For(Scenario scenario, Place place)
    {
        double watched = scenario.Flows.Sum(group => group.Count
            * group.Shapes.Where(shape => PlaceOf(scenario, group, shape.Plan.Transport) == place).Sum(group.ShareOf));
        double rate = scenario.Pressure.Where(group => PlaceOf(scenario, group) == place).Sum(group => group.Rate.HighestPerSecond);
        double opened = watched + (rate * (WarmUpTime.SecondsOf(scenario) + scenario.Duration.TotalSeconds));
        double ports = (double)scenario.Nat.Ports.Count * place.Servers * place.Ports;
        return Math.Min(opened, scenario.Nat.Map.Size) <= ports
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"about {opened:0} {Name(place.Transport)} flows will exhaust the {ports:0} NAT ports towards "
                + $"{place.Servers} x {place.Ports} server sockets; add servers or portsPerServer, or lower the rate");
    }

    private static Place PlaceOf(Scenario scenario, PressurePlan group) =>
        Place.Of(scenario, group.Transport, group.Servers, group.ServerPorts is [var port] ? port : null);

    private static Place PlaceOf(Scenario scenario, FlowGroup group, Transport transport) =>
        Place.Of(scenario, transport, group.Servers, group.Port);

    private static string Name(Transport transport) => transport == Transport.Tcp ? "TCP" : "UDP";

    /// <summary>Server sockets that groups share. Choices that overlap in part count as different ones.</summary>
    private readonly record struct Place(Transport Transport, int Servers, int Ports, string Choice)
    {
        public static Place Of(Scenario scenario, Transport transport, IReadOnlyList<int>? servers, ushort? port) => new(
            transport, servers?.Count ?? scenario.Servers, port is null ? scenario.PortsPerServer : 1,
            $"{(servers is null || servers.Count == scenario.Servers ? "" : string.Join(',', servers))}:{port}");
    }
}
