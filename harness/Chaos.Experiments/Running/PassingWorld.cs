using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>A world whose runs are looked at from time to time; all else passes to the world itself, which its owner disposes of.</summary>
internal abstract class PassingWorld(IWorld world) : IWorld
{
    public string Name => world.Name;

    public string? EngineVersion => world.EngineVersion;

    public string MapEngine => world.MapEngine;

    public bool IsReal => world.IsReal;

    public async Task<IWorldRun> BuildAsync(RunPlan plan, ITarget target, CancellationToken cancellation) =>
        Watch(await world.BuildAsync(plan, target, cancellation), plan);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The run as it is looked at.</summary>
    protected abstract IWorldRun Watch(IWorldRun run, RunPlan plan);
}
