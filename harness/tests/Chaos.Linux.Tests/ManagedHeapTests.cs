using System.Globalization;
using System.Runtime.InteropServices;

namespace Chaos.Linux.Tests;

public sealed class ManagedHeapTests
{
    /// <summary>As the kernel lists them: a file, two mappings side by side, a gap, two more of which the second has a name.</summary>
    private static readonly string[] Mappings =
    [
        "00400000-00500000 r-xp 00000000 fe:00 1234 /usr/bin/program",
        "00500000-00600000 rw-p 00000000 00:00 0 ",
        "00600000-00900000 ---p 00000000 00:00 0 ",
        "00a00000-00b00000 rw-p 00000000 00:00 0 ",
        "00b00000-00c00000 rw-p 00000000 00:00 0 [stack]",
    ];

    [Theory]
    [InlineData(0x500000, 0x500000, 0x900000)]
    [InlineData(0x8FFFFF, 0x500000, 0x900000)]
    [InlineData(0xA00010, 0xA00000, 0xB00000)]
    public void The_range_around_an_address_is_all_that_adjoins_it_without_a_file(ulong address, ulong start, ulong end) =>
        Assert.Equal((start, end), ManagedHeap.RangeAround(address, Mappings));

    [Theory]
    [InlineData(0x400010)]
    [InlineData(0x950000)]
    [InlineData(0xB00010)]
    [InlineData(0xD00000)]
    public void There_is_no_range_around_a_file_a_gap_or_a_stack(ulong address) =>
        Assert.Equal((0ul, 0ul), ManagedHeap.RangeAround(address, Mappings));

    [Fact]
    public void Only_what_a_program_may_write_to_and_lies_in_the_range_is_moved() =>
        Assert.Equal([(0x500000ul, 0x600000ul)], ManagedHeap.Writable(0x500000, 0x900000, Mappings));

    /// <summary>
    /// Small ones, each filled before the collector takes memory for the next from the kernel: they lie on small pages, whatever was asked
    /// for.
    /// </summary>
    [Fact]
    public void What_was_allocated_is_moved_to_huge_pages()
    {
        byte[][] allocated = [.. Enumerable.Range(0, 1200).Select(_ => Filled(GC.AllocateUninitializedArray<byte>(50_000, pinned: true)))];

        ManagedHeap.Collapse();

        // The collector may spread them over several mappings.
        Assert.InRange(HugeKibibytesUnder(
            [.. allocated.Select(bytes => (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0))]), 24 << 10, int.MaxValue);
        Assert.All(allocated, bytes => Assert.Equal(50_000, bytes.Count(value => value == 7)));
    }

    /// <summary>What is allocated later lies in a mapping that the kernel has marked "hg".</summary>
    [Fact]
    public void Where_the_kernel_has_huge_pages_the_heap_asks_for_them()
    {
        bool asked = ManagedHeap.TryPreferHugePages();
        byte[] later = GC.AllocateUninitializedArray<byte>(1 << 24, pinned: true);

        Assert.Equal(Directory.Exists("/sys/kernel/mm/transparent_hugepage"), asked);
        Assert.Equal(asked, FlagsAt((ulong)Marshal.UnsafeAddrOfPinnedArrayElement(later, later.Length / 2)).Contains("hg"));
        GC.KeepAlive(later);
    }

    private static byte[] Filled(byte[] bytes)
    {
        Array.Fill(bytes, (byte)7);
        return bytes;
    }

    private static string[] FlagsAt(ulong address) =>
        MappingsWith("VmFlags:").FirstOrDefault(mapping => mapping.Holds(address))?.Words ?? [];

    private static int HugeKibibytesUnder(ulong[] addresses) => MappingsWith("AnonHugePages:")
        .Where(mapping => addresses.Any(mapping.Holds)).Sum(mapping => int.Parse(mapping.Words[0], CultureInfo.InvariantCulture));

    /// <summary>The mappings of this process, each with the words that follow a key.</summary>
    private static IEnumerable<Mapping> MappingsWith(string key)
    {
        ulong start = 0, end = 0;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Split('-') is [string from, string to]) (start, end) = (Convert.ToUInt64(from, 16), Convert.ToUInt64(to, 16));
            else if (words[0] == key) yield return new Mapping(start, end, words[1..]);
        }
    }

    private sealed record Mapping(ulong Start, ulong End, string[] Words)
    {
        public bool Holds(ulong address) => Start <= address && address < End;
    }
}
