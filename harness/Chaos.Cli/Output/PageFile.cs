using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>A page outside of a run folder.</summary>
internal static class PageFile
{
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Write(string file, string html)
    {
        try
        {
            File.WriteAllText(file, html);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(file, refused);
        }
    }
}
