using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`mapBusy`.</summary>
internal sealed record MapBusyEntry() : FaultMapping(
    "mapBusy",
    "Updates of a map fail with EBUSY, as on Linux 5.11 to 6.14 while the garbage collector holds the lock of a bucket on the same CPU.",
    [Share, Maps],
    "{ at: 20s, for: 10s, mapBusy: { share: 1%, map: nat } }")
{
    private static readonly ScalarKey<double> Share = new("share", "Of the updates, each for itself.", CommonParsers.Percentage);


    private static readonly ScalarKey<BusyMaps> Maps = new(
        "map", "Whose updates fail: of the NAT map, of the conntrack maps, or of both.",
        new ChoiceParser<BusyMaps>(("nat", BusyMaps.Nat), ("conntrack", BusyMaps.Conntrack), ("both", BusyMaps.Both)), "nat");

    public override void Check(Fault fault, Scenario scenario, SectionReader item)
    {
        if (scenario.Nat.Conntrack is null && fault is MapBusy { Of: not BusyMaps.Nat })
            item.Complain(Key, "`nat.conntrack` is off here, so there is no conntrack map; say `nat.conntrack: on`, in every cell");
    }

    protected override Fault BindInside(SectionReader fault) => new MapBusy { Share = fault.Read(Share), Of = fault.Read(Maps) };
}
