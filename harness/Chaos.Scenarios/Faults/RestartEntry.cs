using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`restart`.</summary>
internal sealed record RestartEntry() : FaultMapping(
    "restart",
    "The NAT node restarts; with `for` it is away so long, and packets are lost.",
    [Table],
    "{ at: 20s, for: 500ms, restart: { map: kept } }")
{
    private static readonly ScalarKey<RestartedTable> Table = new(
        "map", "kept: a pinned map outlives the restart; lost: the node comes back with an empty one.",
        new ChoiceParser<RestartedTable>(("kept", RestartedTable.Kept), ("lost", RestartedTable.Lost)));

    protected override Fault BindInside(SectionReader fault) => new Restart { Table = fault.Read(Table) };
}
