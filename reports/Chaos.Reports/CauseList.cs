using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>Counts by cause and by mechanism as lists, in the order and with the spelling of the run folder.</summary>
internal static class CauseList
{
    public static IReadOnlyList<(string Name, int Count)> Of(CauseCounts causes) =>
    [
        (Spelling.Of(DeathCause.Reset), causes.Reset),
        (Spelling.Of(DeathCause.PortChanged), causes.PortChanged),
        (Spelling.Of(DeathCause.Timeout), causes.Timeout),
        (Spelling.Of(DeathCause.Refused), causes.Refused),
        (Spelling.Of(DeathCause.Closed), causes.Closed),
        (Spelling.Of(DeathCause.Harness), causes.Harness),
    ];

    public static IReadOnlyList<(string Name, int Count)> Of(MechanismCounts mechanisms) =>
    [
        (Spelling.Of(Mechanism.OriginalEvicted), mechanisms.OriginalEvicted),
        (Spelling.Of(Mechanism.ReverseEvicted), mechanisms.ReverseEvicted),
        (Spelling.Of(Mechanism.BothEvicted), mechanisms.BothEvicted),
        (Spelling.Of(Mechanism.PortTaken), mechanisms.PortTaken),
        (Spelling.Of(Mechanism.AllocationFailed), mechanisms.AllocationFailed),
        (Spelling.Of(Mechanism.Fault), mechanisms.Fault),
        (Spelling.Of(Mechanism.Expired), mechanisms.Expired),
    ];
}
