using System.Diagnostics;
using Chaos.Harness.Planning;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Scenarios;
using Chaos.Simulation;
using Chaos.Simulation.Kernel;

namespace Chaos.Harness.Backends;

/// <summary>The deterministic world: virtual time, on the calling thread's pool; the NAT's entries in our map or in the running kernel's.</summary>
public sealed class SimulationBackend(MapEngineKind maps = MapEngineKind.Csharp) : IBackend
{
    public string Name => "sim";

    public string? EngineVersion => null;

    public MapEngineKind MapEngine => maps;

    public Task<RepetitionOutcome> RunAsync(RepetitionPlan plan, bool withNat, CancellationToken cancellation) =>
        Task.Run(() => Run(plan, withNat, cancellation), cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NatOptions Nat(RepetitionPlan plan) => plan.Cell.Scenario.Topology switch
    {
        TopologyKind.Egress => NatPlan.Options(plan, AddressPlan.Nat),
        TopologyKind.NodePort => NatPlan.Options(plan, AddressPlan.NodeInside, AddressPlan.Services(plan.Traffic.Servers, plan.Traffic.ServerPorts)),
        _ => throw new UnreachableException(),
    };

    private RepetitionOutcome Run(RepetitionPlan plan, bool withNat, CancellationToken cancellation)
    {
        using IMapEngine engine = maps == MapEngineKind.Kernel ? new KernelMapEngine() : new OwnMapEngine();
        SimulationResult result = new Simulator(new SimulationOptions
        {
            Traffic = plan.Traffic,
            Nat = withNat ? Nat(plan) : null,
            Faults = plan.Faults,
            EndOfFaults = plan.EndOfFaults,
            Phases = plan.Phases,
            SpreadsOverCpus = plan.Cell.Scenario.Nat.Rss,
            Links = plan.Cell.Scenario.Links,
            LinkSeed = Seeds.Of(plan.Seed, "links"),
        }, engine: engine).Run(cancellation);
        return new RepetitionOutcome
        {
            Zero = result.Zero,
            Flows = result.Flows,
            Incidents = result.Incidents,
            Faults = result.Faults,
            Counters = result.Counters,
            Trace = result.Trace,
            Invalid = [],
            Notes = result.WarmedUp ? [] : [RepetitionOutcome.NotWarmedUp],
        };
    }
}
