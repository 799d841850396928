namespace Chaos.Runs;

/// <summary>The folder cannot be used as asked: the caller's mistake. The message names the folder and the remedy.</summary>
public class RunFolderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A file of a run folder cannot be read as what it should be. The message opens with `file:line: `.</summary>
public sealed class DamagedRunException(string file, int line, string reason, Exception? inner = null)
    : Exception($"{file}:{line}: {reason}", inner)
{
    public string File { get; } = file;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;
}
