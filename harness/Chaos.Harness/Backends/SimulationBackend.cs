using Chaos.Harness.Planning;
using Chaos.Simulation;

namespace Chaos.Harness.Backends;

/// <summary>The deterministic world: virtual time, on the calling thread's pool.</summary>
public sealed class SimulationBackend : IBackend
{
    public string Name => "sim";

    public string? EngineVersion => null;

    public Task<RepetitionOutcome> RunAsync(RepetitionPlan plan, bool withNat, CancellationToken cancellation) =>
        Task.Run(() => Run(plan, withNat, cancellation), cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static RepetitionOutcome Run(RepetitionPlan plan, bool withNat, CancellationToken cancellation)
    {
        SimulationResult result = new Simulator(new SimulationOptions
        {
            Traffic = plan.Traffic,
            Nat = withNat ? NatPlan.Options(plan, AddressPlan.Nat) : null,
            Faults = plan.Faults,
            EndOfFaults = plan.EndOfFaults,
            Phases = plan.Phases,
        }).Run(cancellation);
        return new RepetitionOutcome
        {
            Zero = result.Zero,
            Flows = result.Flows,
            Incidents = result.Incidents,
            Faults = result.Faults,
            Counters = result.Counters,
            Invalid = [],
            Notes = result.WarmedUp ? [] : [RepetitionOutcome.NotWarmedUp],
        };
    }
}
