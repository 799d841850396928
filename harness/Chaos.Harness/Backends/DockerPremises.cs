using Chaos.Containers;
using Chaos.Containers.Images;

namespace Chaos.Harness.Backends;

/// <summary>What a run in containers can find out before it knows its scenarios: it takes as long as reading them, and changes nothing.</summary>
/// <param name="Engine">The engine, once it has said who it is.</param>
/// <param name="Images">The images of the sources as they are now; the engine may lack them.</param>
public sealed record DockerPremises(Task<DockerEngine> Engine, Task<ProgramImages> Images)
{
    /// <summary>Begins at once; what goes wrong is told to whoever awaits it.</summary>
    public static DockerPremises Explore(CancellationToken cancellation) => new(
        Task.Run(() => DockerEngine.ConnectAsync(cancellation), cancellation), Task.Run(ProgramImages.OfSources, cancellation));
}
