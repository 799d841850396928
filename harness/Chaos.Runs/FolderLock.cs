namespace Chaos.Runs;

/// <summary>
/// Keeps a second writer out of a folder as long as it is held: a file lock, which the kernel drops when the process ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>A file that no reader looks at.</summary>
    public const string FileName = ".lock";

    /// <summary>EWOULDBLOCK, which flock reports for a lock that is held.</summary>
    private const int WouldBlock = 11;

    private readonly string path;
    private readonly FileStream file;

    private FolderLock(string path, FileStream file)
    {
        this.path = path;
        this.file = file;
    }

    /// <exception cref="RunFolderException">Another run holds it.</exception>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return new FolderLock(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held) when (held.HResult == WouldBlock)
        {
            throw new FolderBusyException(
                $"{folder}: another run is writing into this folder; name another one with --out, or wait.", held);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(path, refused);
        }
    }

    /// <remarks>The file is deleted before the lock is released: a run that starts meanwhile locks a new file.</remarks>
    public void Dispose()
    {
        // The folder may be gone, or read-only by now.
        AtomicFile.Remove(path);
        file.Dispose();
    }
}
