using Chaos.Faults;
using Chaos.Scenarios.Binding;

namespace Chaos.Scenarios.Faults;

/// <summary>`corrupt`.</summary>
internal sealed record CorruptEntry() : FaultMapping(
    "corrupt", "Packets arrive with one bit flipped.", [LinkRows.Share, .. LinkRows.Where], "{ at: 20s, for: 10s, corrupt: { share: 1% } }")
{
    protected override Fault BindInside(SectionReader fault) => LinkRows.At(fault, new Corrupt { Share = fault.Read(LinkRows.Share) });
}
