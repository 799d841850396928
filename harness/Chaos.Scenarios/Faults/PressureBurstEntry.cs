using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`pressureBurst`.</summary>
internal sealed record PressureBurstEntry() : FaultMapping(
    "pressureBurst",
    "More short flows of a pressure group for `for`, besides its own rate.",
    [Pressure, Rate],
    "{ at: 20s, for: 5s, pressureBurst: { pressure: dns, rate: 2000/s } }")
{
    private static readonly ScalarKey<string> Pressure = new("pressure", "The name of the group.", CommonParsers.Name);

    private static readonly ScalarKey<double> Rate = new("rate", "New flows per second, over all clients.", new RateParser(1_000_000));

    public override void Check(Fault fault, Scenario scenario, SectionReader item)
    {
        string[] groups = [.. scenario.Pressure.Select(group => group.Name).OfType<string>()];
        if (fault is PressureBurst { Pressure: { } wanted } && !groups.Contains(wanted))
            item.Into((MappingKey)Key)
                .Complain(Pressure, $"there is no pressure group {Quote.Of(wanted)}; {Suggestion.Text(wanted, groups)}");
    }

    protected override Fault BindInside(SectionReader fault) =>
        new PressureBurst { Pressure = fault.Read(Pressure), RatePerSecond = fault.Read(Rate) };
}
