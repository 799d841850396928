using Chaos.Faults;
using Chaos.Scenarios.Binding;

namespace Chaos.Scenarios.Faults;

/// <summary>`loss`.</summary>
internal sealed record LossEntry() : FaultMapping(
    "loss", "Packets are lost, each for itself.", [LinkRows.Share, .. LinkRows.Where],
    "{ at: 20s, for: 10s, loss: { share: 5%, link: clients } }")
{
    protected override Fault BindInside(SectionReader fault) => LinkRows.At(fault, new Loss { Share = fault.Read(LinkRows.Share) });
}
