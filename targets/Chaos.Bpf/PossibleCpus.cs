using System.Globalization;

namespace Chaos.Bpf;

/// <summary>The CPUs that the kernel reckons with; not all need be online, and a map is laid out for all of them.</summary>
public static class PossibleCpus
{
    /// <summary>num_possible_cpus().</summary>
    public static int Count => CountOf(File.ReadAllText("/sys/devices/system/cpu/possible"));

    /// <summary>The CPUs that this process may use, ascending.</summary>
    public static IReadOnlyList<int> Usable
    {
        get
        {
            using CpuPin pin = new();
            return pin.Allowed;
        }
    }

    /// <summary>Counts a list such as "0-3,8".</summary>
    internal static int CountOf(string list) => list.Trim().Split(',').Sum(range =>
    {
        int[] ends = [.. range.Split('-').Select(end => int.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture))];
        return ends[^1] - ends[0] + 1;
    });
}
