using System.Globalization;
using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>The memory that the runtime keeps its objects in, as the kernel sees it.</summary>
public static class ManagedHeap
{
    /// <summary>MADV_HUGEPAGE.</summary>
    private const int PreferHugePages = 14;

    /// <summary>
    /// Asks for pages of 2 MiB under what is allocated from now on: a working set of a gigabyte then needs five hundred translations of addresses, which a
    /// processor keeps, instead of a quarter of a million. False where the kernel offers none, or is another; that costs time alone.
    /// </summary>
    /// <remarks>The collector reserves one range of addresses for all its regions, and advice for it holds for what it puts there later.</remarks>
    public static bool TryPreferHugePages()
    {
        if (!OperatingSystem.IsLinux()) return false;
        byte[] inside = GC.AllocateUninitializedArray<byte>(1, pinned: true);
        (ulong start, ulong end) = RangeAround((ulong)Marshal.UnsafeAddrOfPinnedArrayElement(inside, 0), File.ReadLines("/proc/self/maps"));
        GC.KeepAlive(inside);
        return end > start && LibC.Advise((nint)start, (nuint)(end - start), PreferHugePages) == 0;
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
            string[] bounds = fields[0].Split('-');
            (ulong from, ulong to) = (Hexadecimal(bounds[0]), Hexadecimal(bounds[1]));
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

    private static ulong Hexadecimal(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
