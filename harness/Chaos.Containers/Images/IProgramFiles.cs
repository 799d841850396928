namespace Chaos.Containers.Images;

/// <summary>Where the files of the container programs come from.</summary>
internal interface IProgramFiles
{
    const string Node = "Chaos.Node";
    const string Endpoint = "Chaos.Endpoint";
    const string KernelNat = "nat.o";

    /// <summary>What a package carries, or else the sources.</summary>
    /// <exception cref="DockerUnavailableException">There is neither.</exception>
    static IProgramFiles Find() => PackagedPrograms.TryFind() is { } packaged ? packaged : new BuiltPrograms(ProgramSources.Find());

    /// <summary>12 hexadecimal digits: an image that has them is up to date.</summary>
    string Fingerprint(string project);

    /// <summary>Held while files are made; null where they are there already.</summary>
    Task<IDisposable?> LockAsync(TimeProvider time, CancellationToken cancellation);

    /// <summary>The path of a static program.</summary>
    /// <exception cref="DockerUnavailableException">It cannot be made here.</exception>
    Task<string> ProgramAsync(string project, CancellationToken cancellation);

    /// <summary>The path of the NAT for the kernel.</summary>
    /// <exception cref="DockerUnavailableException">It cannot be made here.</exception>
    Task<string> KernelNatAsync(CancellationToken cancellation);
}
