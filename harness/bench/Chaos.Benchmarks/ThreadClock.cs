using System.Runtime.InteropServices;

namespace Chaos.Benchmarks;

/// <summary>
/// The time that the calling thread has had a CPU for: what the kernel's own figure of a program's run leaves out is left out here too.
/// </summary>
internal sealed partial class ThreadClock : TimeProvider
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux.</summary>
    private const int ThreadCpuTime = 3;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() =>
        GetTime(ThreadCpuTime, out Moment moment) == 0 ? moment.Seconds * 1_000_000_000 + moment.Nanoseconds
            : throw new PlatformNotSupportedException("no clock of a thread");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Moment moment);

    private readonly record struct Moment(long Seconds, long Nanoseconds);
}
