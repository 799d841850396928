namespace Chaos.Containers.Images;

/// <summary>The container programs as files: for packages, and for machines that have no engine.</summary>
public static class ProgramExport
{
    /// <summary>Writes the two static programs and the NAT for the kernel into DIR/PLATFORM, such as `linux-x64`.</summary>
    /// <param name="folder">DIR; made if it is not there.</param>
    /// <param name="time">The clock of the harness.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="DockerUnavailableException">They cannot be made here.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        IProgramFiles files = IProgramFiles.Find();
        string target = Directory.CreateDirectory(Path.Combine(folder, PackagedPrograms.Platform)).FullName;
        using IDisposable? alone = await files.LockAsync(time, cancellation);
        return
        [
            Copy(await files.ProgramAsync(IProgramFiles.Node, cancellation), target, IProgramFiles.Node),
            Copy(await files.ProgramAsync(IProgramFiles.Endpoint, cancellation), target, IProgramFiles.Endpoint),
            Copy(await files.KernelNatAsync(cancellation), target, IProgramFiles.KernelNat),
        ];
    }

    private static string Copy(string from, string folder, string name)
    {
        string to = Path.Combine(folder, name);
        File.Copy(from, to, overwrite: true);
        return to;
    }
}
