namespace Chaos.Containers.Images;

/// <summary>The container programs of a checkout, compiled when they are asked for.</summary>
internal sealed class BuiltPrograms(ProgramSources sources) : IProgramFiles
{
    private static readonly TimeSpan lockPoll = TimeSpan.FromMilliseconds(200);

    private readonly ProgramPublisher publisher = new(sources);

    public string Fingerprint(string project) => sources.Fingerprint(project);

    /// <summary>Two runs that start at once must not compile into the same folder.</summary>
    public async Task<IDisposable?> LockAsync(TimeProvider time, CancellationToken cancellation)
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

    public Task<string> ProgramAsync(string project, CancellationToken cancellation) => publisher.PublishAsync(project, cancellation);

    public Task<string> KernelNatAsync(CancellationToken cancellation) => publisher.CompileNatAsync(cancellation);
}
