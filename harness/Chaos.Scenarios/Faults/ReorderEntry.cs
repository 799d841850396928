using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>`reorder`.</summary>
internal sealed record ReorderEntry() : FaultMapping(
    "reorder", "Packets are held back, so that later ones overtake them.", [LinkRows.Share, By, .. LinkRows.Where],
    "{ at: 20s, for: 10s, reorder: { share: 10%, by: 5ms } }")
{
    private static readonly ScalarKey<TimeSpan> By = LinkRows.Time("How long they are held back.");

    protected override Fault BindInside(SectionReader fault) =>
        LinkRows.At(fault, new Reorder { Share = fault.Read(LinkRows.Share), Nanoseconds = LinkRows.ToNanoseconds(fault.Read(By)) });
}
