using Chaos.Faults;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>`cpuLimit`.</summary>
internal sealed record CpuLimitEntry() : FaultScalar<double>(
    new ScalarKey<double>(
        "cpuLimit",
        "The NAT node gets so much of a CPU, as a busy one does under a quota: of each 100 ms it works the first part and stands still "
        + "for the rest.",
        CommonParsers.Percentage)
    { Optional = true },
    "{ at: 20s, for: 10s, cpuLimit: 20% }")
{
    protected override Fault Make(double value) => new CpuLimit { Share = value };
}
