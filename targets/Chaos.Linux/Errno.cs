using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>The error numbers (asm-generic/errno.h) that a network program must tell apart.</summary>
public static class Errno
{
    public const int None = 0;
    public const int NotThere = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int TryAgain = 11;
    public const int Exists = 17;
    public const int BrokenPipe = 32;
    public const int ConnectionReset = 104;
    public const int TimedOut = 110;
    public const int ConnectionRefused = 111;
    public const int InProgress = 115;

    /// <summary>The error number of the last call made by this thread.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();
}
