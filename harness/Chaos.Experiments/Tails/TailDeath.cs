using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Experiments.Tails;

/// <summary>A flow that an endpoint found dead after the pressure had ended.</summary>
/// <param name="Plan">Of the run.</param>
/// <param name="Outcome">Of the run.</param>
/// <param name="Flow">The flow.</param>
/// <param name="Loss">The loss that explains the death; null: the target told none.</param>
internal readonly record struct TailDeath(RunPlan Plan, RunOutcome Outcome, FlowPlan Flow, Incident? Loss)
{
    /// <summary>When the pressure ended, in nanoseconds since the epoch.</summary>
    public long End => Outcome.Zero + Plan.Phases.Duration;
}
