using Chaos.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`gc`.</summary>
internal sealed record GcEntry() : FaultScalar<GcAction>(
    new ScalarKey<GcAction>(
        "gc",
        "The garbage collector of conntrack. run: a walk now, which takes expired connections and their NAT entries; pause: no walk, "
        + "neither by the clock nor because the table is full, and one that is overdue at the end; purgeOrphans: NAT entries without a "
        + "connection go, and nothing else.",
        new ChoiceParser<GcAction>(("run", GcAction.Run), ("pause", GcAction.Pause), ("purgeOrphans", GcAction.PurgeOrphans)))
    { Optional = true },
    "{ at: 20s, for: 30s, gc: pause }")
{
    protected override Fault Make(GcAction value) => new Gc { Action = value };

    public override void Check(Fault fault, Scenario scenario, Binding.SectionReader item)
    {
        if (scenario.Nat.Conntrack is null)
            item.Complain(Key, "`nat.conntrack` is off here, so nothing is collected; say `nat.conntrack: on`, in every cell");
    }
}
