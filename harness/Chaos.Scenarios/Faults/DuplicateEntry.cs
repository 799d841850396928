using Chaos.Faults;
using Chaos.Scenarios.Binding;

namespace Chaos.Scenarios.Faults;

/// <summary>`duplicate`.</summary>
internal sealed record DuplicateEntry() : FaultMapping(
    "duplicate", "Packets arrive twice.", [LinkRows.Share, .. LinkRows.Where], "{ at: 20s, for: 10s, duplicate: { share: 10% } }")
{
    protected override Fault BindInside(SectionReader fault) => LinkRows.At(fault, new Duplicate { Share = fault.Read(LinkRows.Share) });
}
