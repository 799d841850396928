namespace Chaos.Containers.Images;

/// <summary>The images of the container programs, by name. They hold static files and come from no registry.</summary>
/// <param name="Node">Of the NAT node.</param>
/// <param name="Endpoint">Of clients and servers.</param>
/// <param name="Built">False when the engine had them already.</param>
public sealed record ProgramImages(string Node, string Endpoint, bool Built)
{
    private const string ProgramPath = "program";
    private const string Dockerfile = $"""
        FROM scratch
        COPY {ImageBuilder.Content} /
        ENTRYPOINT ["/{ProgramPath}"]
        """;

    /// <summary>Makes sure that the engine has the images for the sources as they are now, and builds what it lacks.</summary>
    /// <exception cref="DockerUnavailableException">They cannot be built here.</exception>
    public static Task<ProgramImages> EnsureAsync(DockerEngine engine, TimeProvider time, CancellationToken cancellation) =>
        OfSources().EnsureOnAsync(engine, time, cancellation);

    /// <summary>The images of the programs as they are now, whether or not an engine has them. Reads all of their files.</summary>
    /// <exception cref="DockerUnavailableException">No package carries the programs, and their sources are not here.</exception>
    public static ProgramImages OfSources()
    {
        IProgramFiles files = IProgramFiles.Find();
        return new ProgramImages(
            $"chaos-node:{files.Fingerprint(IProgramFiles.Node)}", $"chaos-endpoint:{files.Fingerprint(IProgramFiles.Endpoint)}",
            Built: false);
    }

    /// <summary>Builds what an engine lacks of them.</summary>
    /// <exception cref="DockerUnavailableException">They cannot be built here.</exception>
    public async Task<ProgramImages> EnsureOnAsync(DockerEngine engine, TimeProvider time, CancellationToken cancellation)
    {
        if (await AreThereAsync(engine, cancellation)) return this;

        IProgramFiles files = IProgramFiles.Find();
        using IDisposable? alone = await files.LockAsync(time, cancellation);
        if (await AreThereAsync(engine, cancellation)) return this;
        if (!await engine.HasImageAsync(Node, cancellation))
        {
            string nat = await files.KernelNatAsync(cancellation);
            string program = await files.ProgramAsync(IProgramFiles.Node, cancellation);
            await BuildAsync(engine, Node, [new(ProgramPath, program), new(IProgramFiles.KernelNat, nat)], cancellation);
        }

        if (!await engine.HasImageAsync(Endpoint, cancellation))
            await BuildAsync(
                engine, Endpoint, [new(ProgramPath, await files.ProgramAsync(IProgramFiles.Endpoint, cancellation))], cancellation);
        return this with { Built = true };
    }

    private async Task<bool> AreThereAsync(DockerEngine engine, CancellationToken cancellation) =>
        await engine.HasImageAsync(Node, cancellation) && await engine.HasImageAsync(Endpoint, cancellation);

    private static Task BuildAsync(DockerEngine engine, string name, IEnumerable<ImageFile> content, CancellationToken cancellation) =>
        new ImageBuilder(engine, name) { Labels = { [RunLabels.Project] = RunLabels.ProjectValue } }
            .BuildAsync(Dockerfile, content, cancellation);
}
