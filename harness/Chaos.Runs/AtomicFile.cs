namespace Chaos.Runs;

/// <summary>A file that is there whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes beside the target, forces the bytes to disk, then renames over the target: a reader, or a machine that
    /// loses power, sees the old file or the new one. One writer per path.
    /// </summary>
    /// <exception cref="StorageException">The system refuses; the old file is as it was.</exception>
    public static void Write(string path, Action<Stream> write) => WriteTogether((path, write));

    /// <summary>The same for files that belong together: where one of them cannot be written, all of them stay as they were.</summary>
    /// <exception cref="StorageException">The system refuses.</exception>
    public static void WriteTogether(params IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        string current = "";
        try
        {
            foreach ((string path, Action<Stream> write) in files) Stage(current = path, write);
            foreach ((string path, _) in files) File.Move(TemporaryOf(current = path), path, overwrite: true);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotWrite(current, refused);
        }
        finally
        {
            foreach ((string path, _) in files) Remove(TemporaryOf(path));
        }
    }

    /// <summary>Deletes a file that is of no use any more; where that fails too, there is nothing to add to the first failure.</summary>
    internal static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
        }
    }

    private static void Stage(string path, Action<Stream> write)
    {
        using FileStream stream = new(TemporaryOf(path), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private static string TemporaryOf(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.tmp");
}
