using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Chaos.Containers.Images;

/// <summary>The container programs that a package carries beside the running program, made for this processor.</summary>
internal sealed class PackagedPrograms : IProgramFiles
{
    private static readonly string[] Names = [IProgramFiles.Node, IProgramFiles.Endpoint, IProgramFiles.KernelNat];

    private readonly string folder;

    private PackagedPrograms(string folder) => this.folder = folder;

    /// <summary>As .NET names this machine: `linux-x64`.</summary>
    public static string Platform => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Null: there are none, or not all of them.</summary>
    public static PackagedPrograms? TryFind() => TryFind(Path.Combine(AppContext.BaseDirectory, "programs"));

    /// <param name="root">Has a folder for each platform.</param>
    public static PackagedPrograms? TryFind(string root)
    {
        string folder = Path.Combine(root, Platform);
        return Names.All(name => File.Exists(Path.Combine(folder, name))) ? new PackagedPrograms(folder) : null;
    }

    public string Fingerprint(string project)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in project == IProgramFiles.Node ? [project, IProgramFiles.KernelNat] : new[] { project })
        {
            byte[] content = File.ReadAllBytes(Path.Combine(folder, name));
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{name} {content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    public Task<IDisposable?> LockAsync(TimeProvider time, CancellationToken cancellation) => Task.FromResult<IDisposable?>(null);

    public Task<string> ProgramAsync(string project, CancellationToken cancellation) => Task.FromResult(Path.Combine(folder, project));

    public Task<string> KernelNatAsync(CancellationToken cancellation) =>
        Task.FromResult(Path.Combine(folder, IProgramFiles.KernelNat));
}
