using Chaos.Model;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Simulation;

/// <summary>The deterministic world: virtual time on the calling thread, one simulator for each run.</summary>
public sealed class SimulatedWorld : IWorld
{
    /// <summary>Its name on the command line and in `results.json`.</summary>
    public const string WorldName = WorldNames.Simulation;

    private readonly MapEngineKind maps;

    /// <param name="maps">Where the entries of the NAT live; null: in our own map.</param>
    public SimulatedWorld(MapEngineKind? maps = null) => this.maps = maps ?? MapEngineKind.Own;

    public string Name => WorldName;

    public string? EngineVersion => null;

    public string MapEngine => maps.Name;

    public bool IsReal => false;

    public Task<IWorldRun> BuildAsync(RunPlan plan, ITarget target, CancellationToken cancellation) =>
        Task.FromResult<IWorldRun>(new Simulator(plan, (ISimulatedTarget)target, maps.Create()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
