using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;

namespace Chaos.Containers.Images;

/// <summary>Has an engine make an image of files that are here; no registry is asked.</summary>
/// <param name="engine">That answers.</param>
/// <param name="name">Of the image, with its tag.</param>
public sealed class ImageBuilder(DockerEngine engine, string name)
{
    /// <summary>Where a Dockerfile finds the files.</summary>
    public const string Content = "content";

    private const UnixFileMode ReadAndExecute = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <exception cref="DockerUnavailableException">The engine did not make it.</exception>
    public async Task BuildAsync(string dockerfile, IEnumerable<ImageFile> content, CancellationToken cancellation)
    {
        using MemoryStream context = await ContextAsync(dockerfile, content, cancellation);
        ImageBuildParameters parameters = new() { Tags = [name], Labels = Labels, Remove = true, ForceRemove = true };
        string? failure = null;
        Progress progress = new(message => failure ??= message.Error?.Message);
        await engine.Client.Images.BuildImageFromDockerfileAsync(
            parameters, context, [], new Dictionary<string, string>(), progress, cancellation);
        if (failure is not null || !await engine.HasImageAsync(name, cancellation))
            throw new DockerUnavailableException($"the engine did not build {name}: {failure ?? "no reason given"}", "docker system df");
    }

    private static async Task<MemoryStream> ContextAsync(
        string dockerfile, IEnumerable<ImageFile> content, CancellationToken cancellation)
    {
        MemoryStream context = new();
        await using (TarWriter tar = new(context, leaveOpen: true))
        {
            using MemoryStream instructions = new(Encoding.UTF8.GetBytes(dockerfile));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = instructions }, cancellation);
            foreach ((string path, string file) in content)
            {
                await using FileStream data = File.OpenRead(file);
                await tar.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, $"{Content}/{path}") { DataStream = data, Mode = ReadAndExecute },
                    cancellation);
            }
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

/// <summary>A file of an image, for everybody to read and execute.</summary>
/// <param name="Path">In the image, without a slash at its beginning.</param>
/// <param name="File">Here.</param>
public readonly record struct ImageFile(string Path, string File);
