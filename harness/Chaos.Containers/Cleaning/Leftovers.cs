using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Cleaning;

/// <summary>A container or network of ours.</summary>
/// <param name="Kind">"container" or "network".</param>
/// <param name="Id">The engine's.</param>
/// <param name="Name">Ours.</param>
/// <param name="Run">The run that made it.</param>
/// <param name="Owner">Whether that run is still alive.</param>
public sealed record Leftover(string Kind, string Id, string Name, string Run, OwnerState Owner);

/// <summary>Finds and removes what carries our label; nobody else's objects are ever touched.</summary>
public static class Leftovers
{
    private const string Container = "container";
    private const string Network = "network";

    /// <summary>Everything of ours that the engine holds, of living runs too.</summary>
    public static Task<IReadOnlyList<Leftover>> FindAsync(DockerEngine engine, CancellationToken cancellation) =>
        ListAsync(engine, RunLabels.Filter(), cancellation);

    /// <summary>Removes what dead runs left behind, and returns what is gone. What may belong to a living run stays.</summary>
    public static async Task<IReadOnlyList<Leftover>> RemoveDeadAsync(DockerEngine engine, CancellationToken cancellation) =>
        await RemoveAsync(
            engine, [.. (await FindAsync(engine, cancellation)).Where(leftover => leftover.Owner == OwnerState.Dead)], cancellation);

    /// <summary>Removes all of one run, whether its owner lives or not.</summary>
    internal static async Task RemoveRunAsync(DockerEngine engine, string run, CancellationToken cancellation) =>
        await RemoveAsync(engine, await ListAsync(engine, RunLabels.Filter(run), cancellation), cancellation);

    private static async Task<IReadOnlyList<Leftover>> ListAsync(
        DockerEngine engine, IDictionary<string, IDictionary<string, bool>> filter, CancellationToken cancellation)
    {
        IList<ContainerListResponse> containers = await engine.Client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filter }, cancellation);
        IList<NetworkResponse> networks = await engine.Client.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = filter }, cancellation);
        return
        [
            .. containers.Select(container => Describe(
            engine, Container, container.ID, container.Names.FirstOrDefault()?.TrimStart('/') ?? "", container.Labels)),
            .. networks.Select(network => Describe(engine, Network, network.ID, network.Name, network.Labels)),
        ];
    }

    private static Leftover Describe(DockerEngine engine, string kind, string id, string name, IDictionary<string, string> labels)
    {
        OwnerState owner = RunOwner.Parse(labels.TryGetValue(RunLabels.Owner, out string? label) ? label : null)
            ?.StateFrom(RunOwner.ThisProcess, engine.IsLocal) ?? OwnerState.Unknown;
        return new Leftover(kind, id, name, labels.TryGetValue(RunLabels.Run, out string? run) ? run : "", owner);
    }

    // Containers first: a network with a container on it stays.
    private static async Task<IReadOnlyList<Leftover>> RemoveAsync(
        DockerEngine engine, IReadOnlyList<Leftover> leftovers, CancellationToken cancellation)
    {
        List<Leftover> removed = [];
        foreach (string kind in new[] { Container, Network })
        {
            Leftover[] ofKind = [.. leftovers.Where(leftover => leftover.Kind == kind)];
            bool[] gone = await Task.WhenAll(ofKind.Select(leftover => IsGoneAsync(engine, leftover, cancellation)));
            removed.AddRange(ofKind.Where((_, place) => gone[place]));
        }
        return removed;
    }

    /// <returns>False for a network that the engine keeps.</returns>
    private static async Task<bool> IsGoneAsync(DockerEngine engine, Leftover leftover, CancellationToken cancellation)
    {
        try
        {
            if (leftover.Kind == Container)
                await engine.Client.Containers.RemoveContainerAsync(
                    leftover.Id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellation);
            else
                await engine.Client.Networks.DeleteNetworkAsync(leftover.Id, cancellation);
        }
        catch (DockerApiException error) when (error.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone already, or being removed by somebody else.
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.Forbidden && leftover.Kind == Network)
        {
            // "has active endpoints": somebody else's container, or an endpoint that Engine 20.10 leaks until it restarts.
            // A network without our containers disturbs no run: the next one takes other subnets.
            return false;
        }
        return true;
    }
}
