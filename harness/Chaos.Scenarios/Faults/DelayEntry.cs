using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>`delay`.</summary>
internal sealed record DelayEntry() : FaultMapping(
    "delay", "Every packet takes longer.", [By, .. LinkRows.Where],
    "{ at: 20s, for: 10s, delay: { by: 50ms, link: servers, direction: toNode } }")
{
    private static readonly ScalarKey<TimeSpan> By = LinkRows.Time("Besides what the link takes anyway.");

    protected override Fault BindInside(SectionReader fault) =>
        LinkRows.At(fault, new Delay { Nanoseconds = LinkRows.ToNanoseconds(fault.Read(By)) });
}
