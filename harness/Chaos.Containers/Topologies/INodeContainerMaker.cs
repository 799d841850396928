using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>A target that makes and starts the node's container itself, by another library than we do.</summary>
public interface INodeContainerMaker
{
    /// <summary>Makes the container, then does what is to be done before its start, then starts it. Its topology removes it.</summary>
    /// <exception cref="DockerUnavailableException">It does not come up.</exception>
    Task StartAsync(NodeContainer wanted, CancellationToken cancellation);
}

/// <summary>The node's container as a topology needs it.</summary>
/// <param name="Parameters">Name, variables, labels, first network, capabilities and limits.</param>
/// <param name="EngineApi">The version of the API that the engine speaks.</param>
/// <param name="BeforeStart">Gets the container's id when it is created: connects it to its second network, and attaches to it.</param>
public sealed record NodeContainer(CreateContainerParameters Parameters, string EngineApi, Func<string, Task> BeforeStart);
