using System.Diagnostics;

namespace Chaos.Tests;

/// <summary>
/// A process that hears signals, whoever started the tests: a background job, or one under nohup, inherits that they are ignored, and hands
/// that on.
/// </summary>
internal static class DefaultSignals
{
    /// <summary>The process of the command itself: `env` becomes it.</summary>
    public static ProcessStartInfo Start(string program, params IEnumerable<string> words) =>
        new("env", ["--default-signal=INT,TERM,HUP,QUIT", program, .. words]);
}
