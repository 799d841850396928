using Chaos.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`keepAlive`.</summary>
internal sealed record KeepAliveEntry() : FaultScalar<bool>(
    new ScalarKey<bool>(
        "keepAlive", "off: clients send no keep-alive probes on flows that have them, so that an idle flow is silent.",
        new ChoiceParser<bool>(("off", false)))
    { Optional = true },
    "{ at: 20s, for: 30s, keepAlive: off }")
{
    protected override Fault Make(bool value) => new KeepAliveOff();

    public override void Check(Fault fault, Scenario scenario, Binding.SectionReader item)
    {
        if (scenario.Flows.SelectMany(flow => flow.Shapes).All(shape => shape.Plan.KeepAlive == 0))
            item.Complain(Key, "no flow group has keepAlive, so there is nothing to switch off");
    }
}
