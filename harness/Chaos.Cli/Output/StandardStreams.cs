using System.Text;
using Chaos.Runs;
using Microsoft.Win32.SafeHandles;

namespace Chaos.Cli.Output;

/// <summary>
/// Standard output is data: where it cannot be written, the program says so and fails. Standard error is talk: where nobody takes it, the
/// work goes on.
/// </summary>
internal static class StandardStreams
{
    private const int OutputDescriptor = 1;

    public static Stream Output { get; } = new GuardedStream(
        OpenOutput, static refusal => throw StorageException.CannotWrite("standard output", refusal));

    public static void Install()
    {
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(new StreamWriter(Output, encoding) { AutoFlush = true });
        Stream errors = new GuardedStream(Console.OpenStandardError, static _ => { });
        Console.SetError(new StreamWriter(errors, encoding) { AutoFlush = true });
    }

    /// <summary>
    /// The console's own stream says nothing of a pipe whose reader is gone; a file stream does. A file stream on a real file writes at its
    /// own position, and so would overwrite what others append: there the console's stream is right.
    /// </summary>
    private static Stream OpenOutput()
    {
        FileStream stream = new(new SafeFileHandle(OutputDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
