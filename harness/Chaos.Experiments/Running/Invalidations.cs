using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>Why a run says nothing of the NAT, in any world: a generator that failed makes the verdict unknown.</summary>
internal static class Invalidations
{
    /// <summary>Share of short flows that were never started, from which on the pressure is not what the scenario asked for.</summary>
    private const double SkippedShareLimit = 0.01;

    public static IEnumerable<string> Of(RunPlan plan, RunOutcome outcome)
    {
        int ours = outcome.Flows.Lives.Count(
            life => life is { Cause: DeathCause.Harness } and ({ DiedAt: not null } or { RefusedAt: not null }));
        if (ours > 0) yield return $"{ours} of {plan.Traffic.Flows.Count} flows died of our own generator, not of the NAT";
        long skipped = outcome.Counters.PressureSkipped, due = skipped + outcome.Counters.PressureStarted;
        if (skipped > SkippedShareLimit * due)
            yield return $"{skipped} of {due} short flows found no free source port: give more clients, more sourcePorts, or less pressure";
    }
}
