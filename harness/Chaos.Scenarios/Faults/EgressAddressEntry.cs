using Chaos.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`egressAddress`.</summary>
internal sealed record EgressAddressEntry() : FaultScalar<int>(
    new ScalarKey<int>(
        "egressAddress",
        $"The node translates to another of its addresses: 1 to {EgressAddressChange.Spares} are spare ones, 0 is the one that the "
            + $"run began with. "
            + "Undone after `for`, else it stays.",
        new WholeNumberParser<int>(0, EgressAddressChange.Spares))
    { Optional = true },
    "{ at: 20s, egressAddress: 1 }")
{
    protected override Fault Make(int value) => new EgressAddressChange { Spare = value };
}
