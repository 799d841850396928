using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>A system call failed where it must not: says what was wanted, which call, and the kernel's reason.</summary>
public sealed class LinuxException(string purpose, string call, int errorNumber)
    : Exception($"{purpose}: {call} failed with error {errorNumber} ({Marshal.GetPInvokeErrorMessage(errorNumber)})")
{
    public int ErrorNumber { get; } = errorNumber;

    /// <summary>Passes a result of zero or more on; throws on -1.</summary>
    internal static int Check(int result, string call, string purpose) =>
        result >= 0 ? result : throw new LinuxException(purpose, call, Errno.Last);
}
