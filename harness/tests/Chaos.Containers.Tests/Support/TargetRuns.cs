using Chaos.Containers.Running;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Containers.Tests.Support;

/// <summary>One repetition of a scenario's first cell on a target.</summary>
internal static class TargetRuns
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<(RunOutcome Outcome, FlowRecord[] Flows)> RunAsync(
        this DockerFixture docker, IContainerTarget target, string scenario, TimeProvider? time = null)
    {
        docker.SkipWithoutDocker();
        ScenarioPlan scenarios = ScenarioLoader.LoadText(scenario, $"{target.Name}.yaml", [], null).Plan!;
        RepetitionPlan plan = RepetitionPlanner.Plan(scenarios.Cells[0], 1);
        await using ContainerWorld world = await ContainerWorld.OpenAsync(
            EngineDiscovery.Begin(Cancellation), scenarios.Scenario.Name, time ?? TimeProvider.System, keepPackets: false, Cancellation);
        RunOutcome outcome = await Runner.RunAsync(world, plan.Run, target, Cancellation);
        return (outcome, [.. new History(plan, outcome, TailRule.Endpoints).Flows()]);
    }

    /// <summary>
    /// What makes a run invalid except late messages. In a run of three seconds one stall of the machine for 60 ms makes more than one
    /// message in a hundred late. That invalidates a measurement, but not a test of what the target does.
    /// </summary>
    public static IEnumerable<string> InvalidationsButLateness(this RunOutcome outcome) =>
        outcome.Invalidations.Where(
            invalidation => !invalidation.StartsWith(MachineInvalidations.GeneratorFellBehind, StringComparison.Ordinal));
}
