using Chaos.Faults;
using Chaos.Model;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>`portRange`.</summary>
internal sealed record PortRangeEntry() : FaultScalar<PortRange?>(
    new ScalarKey<PortRange?>(
        "portRange",
        "New mappings get their ports from another range; a reply to a port outside it is punted, whoever had it. Undone after `for`, "
        + "else it stays.",
        new Values.OptionalParser<PortRange>(CommonParsers.Ports))
    { Optional = true },
    "{ at: 20s, for: 10s, portRange: 40000-40999 }")
{
    protected override Fault Make(PortRange? value) =>
        new PortRangeChange { Minimum = value?.Minimum ?? 1, Maximum = value?.Maximum ?? 1 };
}
