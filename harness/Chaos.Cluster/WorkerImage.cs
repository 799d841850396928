using System.Diagnostics;
using Chaos.Containers;
using Chaos.Containers.Images;

namespace Chaos.Cluster;

/// <summary>
/// An image of this command line and the .NET runtime that it runs on, made of this machine's own files: no registry and no SDK is needed.
/// </summary>
public static class WorkerImage
{
    public const string DefaultName = "chaos-worker:local";

    /// <summary>What the runtime loads by name only, so that no program lists it.</summary>
    private static readonly string[] LoadedByName = ["libssl.so.3", "libcrypto.so.3"];

    private static readonly string[] LibraryFolders =
        ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    /// <param name="engine">Builds it.</param>
    /// <param name="name">With its tag.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DockerUnavailableException">The engine did not make it.</exception>
    public static async Task BuildAsync(DockerEngine engine, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        // .../shared/Microsoft.NETCore.App/10.0.1/
        DirectoryInfo runtime = new(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        DirectoryInfo root = runtime.Parent!.Parent!.Parent!;
        FileInfo[] dotnet =
        [
            new(Path.Combine(root.FullName, "dotnet")),
            .. new DirectoryInfo(Path.Combine(root.FullName, "host")).EnumerateFiles("*", SearchOption.AllDirectories),
            .. runtime.EnumerateFiles("*", SearchOption.AllDirectories),
        ];
        HashSet<string> libraries = new(StringComparer.Ordinal);
        foreach (FileInfo native in dotnet.Where(file => file.Name is "dotnet" || file.Extension == ".so"))
            foreach (string library in await LibrariesOfAsync(native.FullName, cancellation)) libraries.Add(library);
        foreach (string file in LoadedByName.Select(PathOf).OfType<string>())
        {
            libraries.Add(file);
            foreach (string library in await LibrariesOfAsync(file, cancellation)) libraries.Add(library);
        }

        ImageFile[] content =
        [
            .. dotnet.Select(file => new ImageFile($"dotnet/{Path.GetRelativePath(root.FullName, file.FullName)}", file.FullName)),
            .. Program().Select(file => new ImageFile($"app/{file.Name}", file.FullName)),
            .. libraries.Where(library => !library.StartsWith(root.FullName, StringComparison.Ordinal))
                .Select(library => new ImageFile(library.TrimStart('/'), library)),
        ];
        const string Dockerfile = $"""
            FROM scratch
            COPY {ImageBuilder.Content} /
            ENV DOTNET_ROOT=/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableDiagnostics=0
            ENTRYPOINT ["/dotnet/dotnet", "/app/chaos.dll"]

            """;
        await new ImageBuilder(engine, name).BuildAsync(Dockerfile, content, cancellation);
    }

    /// <summary>The command line without the container programs, which a simulation does not start.</summary>
    private static IEnumerable<FileInfo> Program() => new DirectoryInfo(AppContext.BaseDirectory).EnumerateFiles()
        .Where(file => file.Extension is ".dll" or ".json");

    /// <summary>Absolute paths; those that nothing provides are left out, and the runtime says what it misses.</summary>
    private static async Task<IEnumerable<string>> LibrariesOfAsync(string file, CancellationToken cancellation)
    {
        using Process ldd = Process.Start(new ProcessStartInfo("ldd", [file])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = ldd.StandardError.ReadToEndAsync(cancellation);
        string output = await ldd.StandardOutput.ReadToEndAsync(cancellation);
        await ldd.WaitForExitAsync(cancellation);
        await errors;
        return output.Split([' ', '\t', '\n']).Where(word => word.StartsWith('/') && File.Exists(word));
    }

    private static string? PathOf(string library) =>
        LibraryFolders.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists);
}
