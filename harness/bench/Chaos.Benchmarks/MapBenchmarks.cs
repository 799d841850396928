using BenchmarkDotNet.Attributes;
using Chaos.Nat.Snat;

namespace Chaos.Benchmarks;

/// <summary>The map in detail: per-operation time and allocations of lookups that hit and inserts that evict.</summary>
[InProcess]
[MemoryDiagnoser]
public class MapBenchmarks
{
    private const int Operations = 1 << 17;

    private IMapSubject? subject;
    private NatKey[] drawn = [];
    private ulong count;

    [Params(4096, 65_536, 1_048_576)]
    public int Entries { get; set; }

    [Params("ours", "ConcurrentLru", "ClassicLru")]
    public string Cache { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        subject = Cache switch
        {
            "ours" => new OurSubject(Entries),
            "ConcurrentLru" => BitFasterSubjects.Concurrent(Entries),
            _ => BitFasterSubjects.Classic(Entries),
        };
        drawn = [.. Enumerable.Range(0, Operations).Select(number => SnatTraffic.Key(SnatTraffic.Draw((ulong)number, int.Log2(Entries))))];
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int LookupHit() => subject!.LookUp(drawn);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void InsertEvict() => subject!.Insert(count += Operations, Operations);
}
