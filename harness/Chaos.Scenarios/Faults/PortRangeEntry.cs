using Chaos.Faults;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>`portRange`.</summary>
internal sealed record PortRangeEntry() : FaultScalar<Scenarios.PortRange?>(
    new ScalarKey<Scenarios.PortRange?>(
        "portRange",
        "New mappings get their ports from another range; a reply to a port outside it is punted, whoever had it. Undone after `for`, else it stays.",
        new Values.OptionalParser<Scenarios.PortRange>(CommonParsers.Ports))
    { Optional = true },
    "{ at: 20s, for: 10s, portRange: 40000-40999 }")
{
    protected override Fault Make(Scenarios.PortRange? value) =>
        new Chaos.Faults.PortRange { Minimum = value?.Minimum ?? 1, Maximum = value?.Maximum ?? 1 };
}
