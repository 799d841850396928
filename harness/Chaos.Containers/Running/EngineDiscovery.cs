using Chaos.Containers.Images;

namespace Chaos.Containers.Running;

/// <summary>What a container run finds out before it knows its scenarios: it takes as long as reading them, and changes nothing.</summary>
/// <param name="Engine">The engine, once it has answered.</param>
/// <param name="Images">The images of the sources as they are now; the engine may lack them.</param>
public sealed record EngineDiscovery(Task<DockerEngine> Engine, Task<ProgramImages> Images)
{
    /// <summary>Begins at once; failures surface where the tasks are awaited.</summary>
    public static EngineDiscovery Begin(CancellationToken cancellation) => new(
        Task.Run(() => DockerEngine.ConnectAsync(cancellation), cancellation), Task.Run(ProgramImages.OfSources, cancellation));
}
