using Chaos.Targets;

namespace Chaos.Worlds.Tests;

/// <summary>Gives the run that a test has made, or fails.</summary>
internal sealed class ScriptedWorld(IWorldRun? run, WorldFailedException? failure = null) : IWorld
{
    public string Name => "scripted";

    public string? EngineVersion => null;

    public string MapEngine => "none";

    public bool IsReal => false;

    public Task<IWorldRun> BuildAsync(RunPlan plan, ITarget target, CancellationToken cancellation) =>
        run is not null ? Task.FromResult(run) : Task.FromException<IWorldRun>(failure!);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
