using System.Globalization;
using Chaos.Bpf;
using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using static Chaos.Benchmarks.Bars;

namespace Chaos.Benchmarks;

/// <summary>
/// `compare map`: our map against the kernel's and BitFaster's, in alternating rounds, by medians; one line for each barred case.
/// </summary>
internal sealed class MapComparison(TimeProvider time)
{
    private const double KernelBar = 0.8, BitFasterBar = 1.0;
    private const int Rounds = 11, Operations = 1 << 17;

    private static readonly int[] Sizes = [4096, 65_536, 1_048_576];

    private readonly Bars bars = new();

    /// <summary>The process's exit code: 1 if a bar was missed, 69 if the kernel could not be asked.</summary>
    public int Run()
    {
        string? noKernel = RunningKernel.WhyNoOracle();

        // The last CPU: the first one serves most interrupts.
        using CpuPin pin = new();
        pin.MoveTo(pin.Allowed[^1]);
        foreach (int size in Sizes) Compare(size, askKernel: noKernel is null);
        PrintMemory();
        if (noKernel is not null) Console.Error.WriteLine($"not measured against the kernel: {noKernel}");
        return noKernel is not null ? 69 : bars.ExitCode;
    }

    private void Compare(int size, bool askKernel)
    {
        OurSubject ours = new(size);
        IMapSubject[] peers = [BitFasterSubjects.Concurrent(size), BitFasterSubjects.Classic(size)];
        using KernelSubject? kernel = askKernel ? new KernelSubject(size) : null;
        NatKey[] drawn = [.. Enumerable.Range(0, Math.Max(size, Operations)).Select(
            count => SnatTraffic.Key(SnatTraffic.Draw((ulong)count, int.Log2(size))))];
        foreach (IMapSubject subject in (IMapSubject[])[ours, .. peers])
            if (subject.LookUp(drawn) is int hits && hits < drawn.Length)
                Console.Error.WriteLine($"{subject.Name}, {size} entries: {hits} of {drawn.Length} lookups hit");

        int slice = 0;
        Rows("lookup", size, ours, peers, kernel is null ? null
            : () => kernel.LookUp(Operations), subject => LookUpTime(subject, drawn, slice++));
        ulong count = 0;
        Rows("insert", size, ours, peers, kernel is null ? null
            : () => kernel.Insert(Operations), subject => InsertTime(subject, count += Operations));
        PrintAllocations(size, ours, drawn, count + Operations);
    }

    /// <summary>One untimed round, then timed ones, in turns; then the rows of one operation.</summary>
    private void Rows(
        string operation, int size, OurSubject ours, IMapSubject[] peers, Func<double>? kernel, Func<IMapSubject, double> measure)
    {
        List<double> ourTimes = [], kernelTimes = [];
        List<double>[] peerTimes = [.. peers.Select(_ => new List<double>())];
        for (int round = 0; round <= Rounds; round++)
        {
            ourTimes.Add(measure(ours));
            if (kernel is not null) kernelTimes.Add(kernel());
            for (int peer = 0; peer < peers.Length; peer++) peerTimes[peer].Add(measure(peers[peer]));
        }

        double mine = Median(ourTimes);
        string name = string.Create(CultureInfo.InvariantCulture, $"map-{operation}-{size}");
        if (kernel is not null) Print($"{name}-kernel", mine, Median(kernelTimes), KernelBar);
        for (int peer = 0; peer < peers.Length; peer++) Print($"{name}-{peers[peer].Name}", mine, Median(peerTimes[peer]), BitFasterBar);
    }

    private void Print(string name, double ours, double peer, double bar)
    {
        double ratio = ours / peer;
        Line($"{name} ours={ours:0.0} ns peer={peer:0.0} ns ratio={ratio:0.00}");
        bars.Check(ratio <= bar, $"{name} misses its bar of {bar:0.0}");
    }

    private static void PrintAllocations(int size, OurSubject ours, NatKey[] drawn, ulong count)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ours.LookUp(drawn);
        ours.Insert(count, drawn.Length);
        Line($"map-allocated-per-operation-{size} ",
            $"ours={(GC.GetAllocatedBytesForCurrentThread() - before) / (2.0 * drawn.Length):0.00} B info=bar-0");
    }

    private static void PrintMemory()
    {
        const int Entries = 1_000_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        BpfLruHashMap<NatKey, NatValue> map = new(Entries, BatchRule.Scaled, possibleCpus: 2);
        Line($"map-memory-per-entry ours={(GC.GetAllocatedBytesForCurrentThread() - before) / (double)map.Capacity:0.0} B info=bar-80");
    }

    /// <summary>The slices take turns, so that all of a large cache is in use.</summary>
    private double LookUpTime(IMapSubject subject, NatKey[] drawn, int slice)
    {
        ReadOnlySpan<NatKey> keys = drawn.AsSpan(slice * Operations % drawn.Length, Operations);
        long start = time.GetTimestamp();
        subject.LookUp(keys);
        return time.GetElapsedTime(start).TotalNanoseconds / Operations;
    }

    private double InsertTime(IMapSubject subject, ulong from)
    {
        long start = time.GetTimestamp();
        subject.Insert(from, Operations);
        return time.GetElapsedTime(start).TotalNanoseconds / Operations;
    }
}
