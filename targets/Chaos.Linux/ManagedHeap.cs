using System.Globalization;
using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>The memory that the runtime keeps its objects in, as the kernel sees it.</summary>
public static class ManagedHeap
{
    /// <summary>MADV_HUGEPAGE, and MADV_COLLAPSE of Linux 6.1.</summary>
    private const int PreferHugePages = 14, CollapseToHugePages = 25;

    private const ulong HugePageBytes = 2 << 20;

    /// <summary>
    /// Asks for pages of 2 MiB under what is allocated from now on: a working set of a gigabyte then needs five hundred translations of
    /// addresses, which a
    /// processor keeps, instead of a quarter of a million. False where the kernel offers none, or is another; that costs time alone.
    /// </summary>
    /// <remarks>The collector reserves one range of addresses for all its regions, and advice for it holds for what it puts there
    /// later.</remarks>
    public static bool TryPreferHugePages()
    {
        if (!OperatingSystem.IsLinux()) return false;
        (ulong start, ulong end) = Range(File.ReadLines("/proc/self/maps"));
        return end > start && LibC.Advise((nint)start, (nuint)(end - start), PreferHugePages) == 0;
    }

    /// <summary>
    /// Moves what has been allocated to pages of 2 MiB, now: the collector takes memory from the kernel piece by piece, each smaller than
    /// such a page, so
    /// that advice alone gives half of the heap small ones. About two and a half seconds for a gigabyte. Does nothing where the kernel
    /// cannot; that costs time alone.
    /// </summary>
    public static void Collapse()
    {
        if (!OperatingSystem.IsLinux()) return;
        string[] mappings = File.ReadAllLines("/proc/self/maps");
        (ulong start, ulong end) = Range(mappings);
        foreach ((ulong from, ulong to) in Writable(start, end, mappings))
        {
            ulong first = (from + HugePageBytes - 1) / HugePageBytes * HugePageBytes;
            // It goes on behind pages that it cannot have, and reports the last of them: untouched ones, which is no failure.
            if (to > first + HugePageBytes)
                _ = LibC.Advise((nint)first, (nuint)((to - first) / HugePageBytes * HugePageBytes), CollapseToHugePages);
        }
    }

    /// <summary>The mappings in a range that a program may write to.</summary>
    internal static IEnumerable<(ulong Start, ulong End)> Writable(ulong start, ulong end, IEnumerable<string> mappings) =>
        from line in mappings
        let fields = line.Split(' ', 3)
        let bounds = Bounds(fields[0])
        where fields[1].StartsWith("rw", StringComparison.Ordinal) && bounds.Start >= start && bounds.End <= end
        select bounds;

    /// <summary>Of the collector.</summary>
    private static (ulong Start, ulong End) Range(IEnumerable<string> mappings)
    {
        byte[] inside = GC.AllocateUninitializedArray<byte>(1, pinned: true);
        (ulong, ulong) range = RangeAround((ulong)Marshal.UnsafeAddrOfPinnedArrayElement(inside, 0), mappings);
        GC.KeepAlive(inside);
        return range;
    }

    /// <summary>The mappings without a file, one right behind the other, among which an address is; empty if there are none.</summary>
    /// <param name="address">Somewhere in the range.</param>
    /// <param name="mappings">Lines of /proc/PID/maps, in the order of addresses.</param>
    internal static (ulong Start, ulong End) RangeAround(ulong address, IEnumerable<string> mappings)
    {
        ulong start = 0, end = 0;
        foreach (string line in mappings)
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            (ulong from, ulong to) = Bounds(fields[0]);
            bool hasFile = fields.Length > 5;
            if (!hasFile && from == end)
            {
                end = to;
                continue;
            }

            if (start <= address && address < end) return (start, end);
            (start, end) = hasFile ? (to, to) : (from, to);
        }

        return start <= address && address < end ? (start, end) : (0, 0);
    }

    private static (ulong Start, ulong End) Bounds(string mapping)
    {
        string[] bounds = mapping.Split('-');
        return (Hexadecimal(bounds[0]), Hexadecimal(bounds[1]));
    }

    private static ulong Hexadecimal(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
