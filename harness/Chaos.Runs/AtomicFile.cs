namespace Chaos.Runs;

/// <summary>A file that is there whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes beside the target, forces the bytes to disk, then renames over the target: a reader, or a machine that
    /// loses power, sees the old file or the new one. One writer per path.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
