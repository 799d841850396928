namespace Chaos.Harness.Backends;

/// <summary>The worlds by name.</summary>
public static class BackendCatalog
{
    /// <param name="name">`sim` or `docker`.</param>
    /// <param name="maps">Where the NAT's entries live; the kernel's map is for `sim` alone.</param>
    /// <param name="premises">For `docker`.</param>
    /// <param name="scenario">The name of the one that comes first; for `docker`.</param>
    /// <param name="time">The clock of the harness; the simulation has its own.</param>
    /// <param name="keepPackets">Keep the last packets of each flow that dies, for the run folder; `docker` only.</param>
    /// <param name="cancellation">Stops the building of images.</param>
    /// <exception cref="ArgumentException">There is no such world.</exception>
    public static async Task<IBackend> OpenAsync(string name, MapEngineKind maps, DockerPremises? premises, string scenario, TimeProvider time, bool keepPackets, CancellationToken cancellation) => name switch
    {
        "sim" => new SimulationBackend(maps),
        "docker" => await DockerBackend.OpenAsync(premises ?? throw new ArgumentNullException(nameof(premises)), scenario, time, keepPackets, cancellation),
        _ => throw new ArgumentException($"no backend '{name}'; there are sim and docker", nameof(name)),
    };
}
