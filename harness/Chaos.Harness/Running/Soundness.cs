using Chaos.Harness.Backends;
using Chaos.Harness.Planning;
using Chaos.Traffic;

namespace Chaos.Harness.Running;

/// <summary>Whether a repetition speaks of the NAT at all, in either world: a generator that failed makes the run unknown.</summary>
internal static class Soundness
{
    /// <summary>Share of short flows that were never started, from which on the pressure is not what the scenario asked for.</summary>
    private const double SkippedShareLimit = 0.01;

    public static IEnumerable<string> Flaws(RepetitionPlan plan, RepetitionOutcome outcome)
    {
        int ours = outcome.Flows.Lives.Count(life => life is { Cause: DeathCause.Harness } and ({ DiedAt: not null } or { RefusedAt: not null }));
        if (ours > 0) yield return $"{ours} of {plan.Traffic.Flows.Count} flows died of our own generator, not of the NAT";
        long skipped = outcome.Counters.PressureSkipped, due = skipped + outcome.Counters.PressureStarted;
        if (skipped > SkippedShareLimit * due)
            yield return $"{skipped} of {due} short flows found no free source port: give more clients, more sourcePorts, or less pressure";
    }
}
