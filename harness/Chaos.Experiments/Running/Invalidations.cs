using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>Why a run says nothing of the NAT, in any world: a generator that failed makes the verdict unknown.</summary>
internal static class Invalidations
{
    /// <summary>Share of short flows that never got under way, from which on the pressure is not what the scenario asked for.</summary>
    private const double NotOfferedLimit = 0.01;

    public static IEnumerable<string> Of(RunPlan plan, RunOutcome outcome)
    {
        int ours = outcome.Flows.Lives.Count(
            life => life is { Cause: DeathCause.Harness } and ({ DiedAt: not null } or { RefusedAt: not null }));
        if (ours > 0) yield return $"{ours} of {plan.Traffic.Flows.Count} flows died of our own generator, not of the NAT";
        NewcomerCounts all = NewcomerCounts.Sum(outcome.Newcomers.Select(group => group.WarmUp + group.Total()));
        if (all.Skipped > NotOfferedLimit * all.Due)
            yield return $"{all.Skipped} of {all.Due} short flows found no free source port: give more clients, more sourcePorts, or less "
                + "pressure";
        if (all.Harness > NotOfferedLimit * all.Due)
            yield return $"{all.Harness} of {all.Due} short flows failed on this machine: no descriptor was left, or a port was in use";
    }
}
