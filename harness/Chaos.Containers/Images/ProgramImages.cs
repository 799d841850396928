using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;

namespace Chaos.Containers.Images;

/// <summary>The images of the container programs, by name. They hold one static file each and come from no registry.</summary>
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
        COPY {ProgramPath} /{ProgramPath}
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
        foreach ((string image, string project) in ((string, string)[])[(Node, NodeProject), (Endpoint, EndpointProject)])
            if (!await engine.HasImageAsync(image, cancellation))
                await BuildAsync(engine, image, await publisher.PublishAsync(project, cancellation), cancellation);
        return this with { Built = true };
    }

    private async Task<bool> AreThereAsync(DockerEngine engine, CancellationToken cancellation) =>
        await engine.HasImageAsync(Node, cancellation) && await engine.HasImageAsync(Endpoint, cancellation);

    /// <summary>Two runs that start at once must not compile into the same folder.</summary>
    private static async Task<FileStream> LockAsync(ProgramSources sources, TimeProvider time, CancellationToken cancellation)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(sources.Root, "artifacts")).FullName, "images.lock");
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

    private static async Task BuildAsync(DockerEngine engine, string name, string program, CancellationToken cancellation)
    {
        using MemoryStream context = await ContextAsync(program, cancellation);
        ImageBuildParameters parameters = new()
        {
            Tags = [name],
            Labels = new Dictionary<string, string> { [RunLabels.Project] = RunLabels.ProjectValue },
            Remove = true,
            ForceRemove = true,
        };
        string? failure = null;
        Progress progress = new(message => failure ??= message.Error?.Message);
        await engine.Client.Images.BuildImageFromDockerfileAsync(
            parameters, context, [], new Dictionary<string, string>(), progress, cancellation);
        if (failure is not null || !await engine.HasImageAsync(name, cancellation))
            throw new DockerUnavailableException($"the engine did not build {name}: {failure ?? "no reason given"}", "docker system df");
    }

    private static async Task<MemoryStream> ContextAsync(string program, CancellationToken cancellation)
    {
        MemoryStream context = new();
        await using (TarWriter tar = new(context, leaveOpen: true))
        {
            using MemoryStream instructions = new(Encoding.UTF8.GetBytes(Dockerfile));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = instructions }, cancellation);
            await using FileStream content = File.OpenRead(program);
            PaxTarEntry entry = new(TarEntryType.RegularFile, ProgramPath)
            {
                DataStream = content,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
            };
            await tar.WriteEntryAsync(entry, cancellation);
        }
        context.Position = 0;
        return context;
    }

    // System.Progress would report on another thread, after the fact.
    private sealed class Progress(Action<JSONMessage> heard) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => heard(value);
    }
}
