using System.Runtime.InteropServices;

namespace Chaos.Bpf.Nat;

/// <summary>`struct counters` of `nat.c`; the kernel has one for each CPU.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct KernelNatCounters(
    long Packets, long Forwarded, long Punted, long Mappings, long Created, long Deleted, long RestoredReverse, long RestoredOriginal,
    long AllocationFailures, long NoMapping, long Fragment, long Unsupported, long Truncated, long Untranslated, long BadQuote,
    long Unmatched)
{
    /// <summary>Dropped packets by reason, as the node spells reasons.</summary>
    public IReadOnlyDictionary<string, long> Drops => new Dictionary<string, long>
    {
        ["noMapping"] = NoMapping,
        ["fragment"] = Fragment,
        ["unsupportedProtocol"] = Unsupported,
        ["truncated"] = Truncated,
        ["untranslated"] = Untranslated,
        ["badEmbeddedPacket"] = BadQuote,
        ["unmatched"] = Unmatched,
    };

    internal static KernelNatCounters Sum(ReadOnlySpan<KernelNatCounters> cpus)
    {
        KernelNatCounters total = default;
        Span<long> sums = MemoryMarshal.Cast<KernelNatCounters, long>(new Span<KernelNatCounters>(ref total));
        foreach (ref readonly KernelNatCounters cpu in cpus)
        {
            ReadOnlySpan<long> one = MemoryMarshal.Cast<KernelNatCounters, long>(new ReadOnlySpan<KernelNatCounters>(in cpu));
            for (int place = 0; place < sums.Length; place++) sums[place] += one[place];
        }

        return total;
    }
}
