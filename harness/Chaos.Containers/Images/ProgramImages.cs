namespace Chaos.Containers.Images;

/// <summary>The images of the container programs, by name. They hold static files and come from no registry.</summary>
/// <param name="Node">Of the NAT node.</param>
/// <param name="Endpoint">Of clients and servers.</param>
/// <param name="Built">False when the engine had them already.</param>
public sealed record ProgramImages(string Node, string Endpoint, bool Built)
{
    private const string NodeProject = "Chaos.Node";
    private const string EndpointProject = "Chaos.Endpoint";
    private const string ProgramPath = "program";
    private const string Dockerfile = $"""
        FROM scratch
        COPY {ImageBuilder.Content} /
        ENTRYPOINT ["/{ProgramPath}"]
        """;

    private static readonly TimeSpan lockPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes sure that the engine has the images for the sources as they are now, and builds what it lacks.</summary>
    /// <exception cref="DockerUnavailableException">They cannot be built here.</exception>
    public static Task<ProgramImages> EnsureAsync(DockerEngine engine, TimeProvider time, CancellationToken cancellation) =>
        OfSources().EnsureOnAsync(engine, time, cancellation);

    /// <summary>The images of the sources as they are now, whether or not an engine has them. Reads all of the sources.</summary>
    /// <exception cref="DockerUnavailableException">The sources are not here.</exception>
    public static ProgramImages OfSources()
    {
        ProgramSources sources = ProgramSources.Find();
        return new ProgramImages(
            $"chaos-node:{sources.Fingerprint(NodeProject)}", $"chaos-endpoint:{sources.Fingerprint(EndpointProject)}", Built: false);
    }

    /// <summary>Builds what an engine lacks of them.</summary>
    /// <exception cref="DockerUnavailableException">They cannot be built here.</exception>
    public async Task<ProgramImages> EnsureOnAsync(DockerEngine engine, TimeProvider time, CancellationToken cancellation)
    {
        if (await AreThereAsync(engine, cancellation)) return this;

        ProgramSources sources = ProgramSources.Find();
        using FileStream alone = await LockAsync(sources, time, cancellation);
        if (await AreThereAsync(engine, cancellation)) return this;
        ProgramPublisher publisher = new(sources);
        if (!await engine.HasImageAsync(Node, cancellation))
        {
            string nat = await publisher.CompileNatAsync(cancellation);
            string program = await publisher.PublishAsync(NodeProject, cancellation);
            await BuildAsync(engine, Node, [new(ProgramPath, program), new("nat.o", nat)], cancellation);
        }

        if (!await engine.HasImageAsync(Endpoint, cancellation))
            await BuildAsync(
                engine, Endpoint, [new(ProgramPath, await publisher.PublishAsync(EndpointProject, cancellation))], cancellation);
        return this with { Built = true };
    }

    private async Task<bool> AreThereAsync(DockerEngine engine, CancellationToken cancellation) =>
        await engine.HasImageAsync(Node, cancellation) && await engine.HasImageAsync(Endpoint, cancellation);

    /// <summary>Two runs that start at once must not compile into the same folder.</summary>
    private static async Task<FileStream> LockAsync(ProgramSources sources, TimeProvider time, CancellationToken cancellation)
    {
        string path = Path.Combine(Directory.CreateDirectory(sources.Artifacts).FullName, "images.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(lockPoll, time, cancellation);
            }
        }
    }

    private static Task BuildAsync(DockerEngine engine, string name, IEnumerable<ImageFile> content, CancellationToken cancellation) =>
        new ImageBuilder(engine, name) { Labels = { [RunLabels.Project] = RunLabels.ProjectValue } }
            .BuildAsync(Dockerfile, content, cancellation);
}
