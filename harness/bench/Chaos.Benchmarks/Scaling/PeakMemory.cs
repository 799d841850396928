using System.Globalization;

namespace Chaos.Benchmarks.Scaling;

/// <summary>The most memory that a process ever had at one time.</summary>
internal static class PeakMemory
{
    private const string Key = "VmHWM:";

    /// <summary>Bytes; source: proc_pid_status(5). .NET's own figure is the same on Linux, but is not promised to be.</summary>
    public static long OfThisProcess()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Key, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(Key.Length, line.Length - Key.Length - "kB".Length),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
