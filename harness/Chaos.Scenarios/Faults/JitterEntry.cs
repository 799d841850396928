using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>`jitter`.</summary>
internal sealed record JitterEntry() : FaultMapping(
    "jitter", "The delay strays to either side, evenly; packets stay in order.", [By, .. LinkRows.Where],
    "{ at: 20s, for: 10s, jitter: { by: 20ms } }")
{
    private static readonly ScalarKey<TimeSpan> By = LinkRows.Time("How far.");

    protected override Fault BindInside(SectionReader fault) =>
        LinkRows.At(fault, new Jitter { Nanoseconds = LinkRows.ToNanoseconds(fault.Read(By)) });
}
