namespace Chaos.Import;

/// <summary>A file is not what it should be. The message opens with the file and the line or offset, and says what is wrong.</summary>
public sealed class BadImportException(string message) : Exception(message)
{
    internal static BadImportException AtLine(string file, long line, string reason) => new($"{file}:{line}: {reason}");

    internal static BadImportException AtOffset(string file, long offset, string reason) => new($"{file}: byte {offset}: {reason}");
}
