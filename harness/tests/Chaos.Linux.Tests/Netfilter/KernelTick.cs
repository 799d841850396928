using System.Runtime.InteropServices;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>The tick of the kernel: the unit in which <c>ct count</c> decides whether it looks for closed connections again.</summary>
internal static partial class KernelTick
{
    /// <summary>CLOCK_MONOTONIC_COARSE of Linux, which advances once a tick.</summary>
    private const int MonotonicCoarse = 6;

    /// <summary>Returns when the kernel's tick is another one than at the call: after 4 ms at most, at 250 ticks a second.</summary>
    /// <exception cref="PlatformNotSupportedException">The system has no such clock.</exception>
    public static void Next()
    {
        Moment now = Read();
        while (Read() == now) Thread.Yield();
    }

    private static Moment Read() =>
        GetTime(MonotonicCoarse, out Moment moment) == 0 ? moment : throw new PlatformNotSupportedException("no coarse clock");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Moment moment);

    private readonly record struct Moment(long Seconds, long Nanoseconds);
}
