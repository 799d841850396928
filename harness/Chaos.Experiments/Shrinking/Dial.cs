using System.Globalization;
using Chaos.Model;
using Chaos.Scenarios;

namespace Chaos.Experiments.Shrinking;

/// <summary>A number of a scenario that may become smaller.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Value">What it is, in its unit.</param>
/// <param name="Least">The smallest that makes sense.</param>
/// <param name="Unit">Behind the number, as the format has it.</param>
internal sealed record Dial(string Path, long Value, long Least, string Unit = "")
{
    public string At(long value) => string.Create(CultureInfo.InvariantCulture, $"{value}{Unit}");

    /// <summary>The numbers of a scenario, those that save most first.</summary>
    public static IEnumerable<Dial> Of(Scenario scenario)
    {
        yield return new Dial("duration", Milliseconds(scenario.Duration), 1, "ms");
        foreach (FlowGroup group in scenario.Flows) yield return new Dial($"flows.{group.Name}.count", group.Count, 1);
        foreach (Dial rate in Rates(scenario)) yield return rate;
        yield return new Dial("nat.map.size", scenario.Nat.Map.Size, 1);
        foreach (PressurePlan pressure in scenario.Pressure) yield return new Dial($"pressure.{pressure.Name}.exchanges",
            pressure.Exchanges, 1);
        foreach (FlowGroup group in scenario.Flows) yield return new Dial($"flows.{group.Name}.openOver", Milliseconds(group.OpenOver), 0,
            "ms");
        for (int place = 0; place < scenario.Faults.Count; place++)
            if (scenario.Faults[place].Schedule.At is { } at)
                yield return new Dial($"faults.{place}.at", Milliseconds(at), 0, "ms");
        yield return new Dial("portsPerServer", scenario.PortsPerServer, 1);
        yield return new Dial("servers", scenario.Servers, 1);
        yield return new Dial("clients", scenario.Clients, 1);
    }

    /// <summary>What makes and bears the pressure together: flows, rates and the map, which shrink in proportion.</summary>
    public static IEnumerable<Dial> OfPressure(Scenario scenario) => Of(scenario).Where(
        dial => dial.Path == "nat.map.size" || dial.Path.EndsWith(".count", StringComparison.Ordinal)
            || dial.Path.EndsWith(".rate", StringComparison.Ordinal));

    private static IEnumerable<Dial> Rates(Scenario scenario) =>
        from pressure in scenario.Pressure
        where pressure.Rate.RampTo == 0
        select new Dial($"pressure.{pressure.Name}.rate", (pressure.Rate.FlowsPerThousandSeconds + 999) / 1000, 1, "/s");

    private static long Milliseconds(TimeSpan length) => (long)Math.Ceiling(length.TotalMilliseconds);
}
