using Chaos.Faults;
using Chaos.Scenarios.Binding;

namespace Chaos.Scenarios.Faults;

/// <summary>`partition`.</summary>
internal sealed record PartitionEntry() : FaultMapping(
    "partition", "Nothing gets through.", [.. LinkRows.Where], "{ at: 20s, for: 2s, partition: { link: clients, host: 0 } }")
{
    protected override Fault BindInside(SectionReader fault) => LinkRows.At(fault, new Partition());
}
