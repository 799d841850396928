using Chaos.Bpf;
using static Chaos.Benchmarks.Bars;

namespace Chaos.Benchmarks.Scaling;

/// <summary>
/// `compare scale [CHART.svg]`: a simulated packet with a thousand flows to a million, against the kernel's two lookups in a map of the
/// same size.
/// </summary>
/// <remarks>The map has four entries for each flow, rounded up to a power of two: half of it and more is in use.</remarks>
internal sealed class ScaleComparison
{
    private const double KernelBar = 1.5;
    private const long MemoryBar = 4L << 30;
    private const int Lookups = 1 << 17, Every = 10, LeastExchanges = 250_000, LeastRhythms = 2;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    private readonly Bars bars = new();

    /// <param name="chart">Where the chart is written; null: nowhere.</param>
    /// <returns>The process's exit code: 1 if a bar was missed, 69 if the kernel could not be asked.</returns>
    public int Run(string? chart)
    {
        if (RunningKernel.WhyNoOracle() is { } noKernel)
        {
            Console.Error.WriteLine($"nothing to compare with: {noKernel}");
            return 69;
        }

        using CpuPin pin = new();
        pin.MoveTo(pin.Allowed[^1]);
        for (int run = 0; run < SimSubject.WarmUps; run++) Measure(Sizes[0]);
        ScalePoint[] points = [.. Sizes.Select(Measure)];
        foreach (ScalePoint point in points) Print(point);
        ScalePoint largest = points[^1];
        bars.Check(largest.Ratio <= KernelBar, $"sim-packet-{largest.Flows}-flows misses its bar of {KernelBar:0.0}");
        PrintMemory();
        if (chart is not null) File.WriteAllText(chart, new ScaleChart(points, KernelBar).Draw());
        return bars.ExitCode;
    }

    /// <summary>Two rhythms of each flow and half a million packets at least.</summary>
    private static ScalePoint Measure(int flows)
    {
        int entries = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(4 * flows));
        int rhythms = Math.Max(LeastRhythms, LeastExchanges / flows);
        SimMeasure ours = new SimSubject(flows, entries, Every, Every * rhythms, new ThreadClock(), warmUp: "none").Run();
        using KernelSubject kernel = new(entries);
        double lookUp = Median(Enumerable.Range(0, 4).Select(_ => kernel.LookUp(Lookups)));
        return new ScalePoint(flows, entries, ours, 2 * lookUp);
    }

    private static void Print(ScalePoint point)
    {
        SimMeasure ours = point.Ours;
        string info = $"packets-{ours.Packets}-evictions-{ours.Evictions}-lost-{ours.Lost}";
        Line($"sim-packet-{point.Flows}-flows-{point.Entries}-entries-kernel-two-lookups ours={ours.PerPacket:0.0} ns ",
            $"peer={point.KernelNanoseconds:0.0} ns ratio={point.Ratio:0.00} info={info}");
    }

    /// <summary>Of the whole process: the plan, the world, the map, the results.</summary>
    private void PrintMemory()
    {
        long peak = PeakMemory.OfThisProcess();
        Line($"sim-peak-memory-{Sizes[^1]}-flows ours={peak / (double)(1 << 20):0} MiB info=bar-{MemoryBar >> 20}-MiB");
        bars.Check(peak < MemoryBar, $"sim-peak-memory misses its bar of {MemoryBar >> 20} MiB");
    }
}
