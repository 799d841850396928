using Chaos.Experiments;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>A file that a verb reads, or standard input.</summary>
internal static class InputFile
{
    /// <summary>The name of standard input, on the command line and in messages.</summary>
    public const string StandardInput = "-";

    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    public static Stream Open(string file)
    {
        if (file == StandardInput) return Console.OpenStandardInput();
        if (!File.Exists(file)) throw new UsageException($"{ShellWord.Of(file)}: no such file");
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception unreadable) when (StorageException.IsRefusal(unreadable))
        {
            throw new UsageException($"{file}: cannot be read: {unreadable.Message}");
        }
    }

    /// <exception cref="UsageException">Standard input can be read once.</exception>
    public static void RefuseTwoReaders(IReadOnlyList<string> files)
    {
        if (files.Count(file => file == StandardInput) > 1) throw new UsageException("- is standard input, which can be read once");
    }
}
