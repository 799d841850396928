using Chaos.Bpf;
using static Chaos.Benchmarks.Bars;

namespace Chaos.Benchmarks;

/// <summary>
/// `compare sim`: a simulated packet, everything included, against the two lookups that the running kernel would do for it.
/// </summary>
internal sealed class SimComparison(TimeProvider time)
{
    private const double KernelBar = 2.0, PacketsPerSecondBar = 2e6, ParallelBar = 1.7;

    private const int Rounds = 15, ParallelRounds = 5, Lookups = 1 << 17, Flows = 10_000, Entries = 65_536;

    private readonly Bars bars = new();

    /// <summary>The process's exit code: 1 if a bar was missed, 69 if the kernel could not be asked.</summary>
    public int Run()
    {
        string? noKernel = RunningKernel.WhyNoOracle();
        using CpuPin pin = new();
        pin.MoveTo(pin.Allowed[^1]);
        SimSubject subject = new(Flows, Entries, every: 1, duration: 10, new ThreadClock());
        using KernelSubject? kernel = noKernel is null ? new KernelSubject(Entries) : null;
        List<SimMeasure> ours = [];
        List<double> peers = [];
        // The last run that warms up is the first of the rounds, which the medians leave out.
        for (int round = 1; round < SimSubject.WarmUps; round++) subject.Run();
        for (int round = 0; round <= Rounds; round++)
        {
            ours.Add(subject.Run());
            if (kernel is not null) peers.Add(2 * kernel.LookUp(Lookups));
        }

        double packet = Median(ours.Select(run => run.PerPacket));
        if (kernel is not null) Print($"sim-packet-{Flows}-flows-{Entries}-entries-kernel-two-lookups", packet, Median(peers));
        PrintRate(1e9 / packet, 1e9 / ours.Min(run => run.PerPacket));
        Line($"sim-run packets={ours[^1].Packets} evictions={ours[^1].Evictions} lost={ours[^1].Lost} info=what-was-run");
        PrintAllocation(subject);
        pin.Dispose();
        PrintParallel(subject);
        if (noKernel is not null) Console.Error.WriteLine($"not measured against the kernel: {noKernel}");
        return noKernel is not null ? 69 : bars.ExitCode;
    }

    private void Print(string name, double ours, double peer)
    {
        double ratio = ours / peer;
        Line($"{name} ours={ours:0.0} ns peer={peer:0.0} ns ratio={ratio:0.00}");
        bars.Check(ratio <= KernelBar, $"{name} misses its bar of {KernelBar:0.0}");
    }

    private void PrintRate(double perSecond, double fastest)
    {
        Line($"sim-packets-per-second ours={perSecond / 1e6:0.00} M/s fastest-round={fastest / 1e6:0.00} M/s ",
            $"info=bar-{PacketsPerSecondBar / 1e6:0}-M/s");
        bars.Check(perSecond >= PacketsPerSecondBar, $"sim-packets-per-second misses its bar of {PacketsPerSecondBar / 1e6:0} M/s");
    }

    /// <summary>What twice as long a run allocates more, for each packet that it has more.</summary>
    private void PrintAllocation(SimSubject subject)
    {
        SimMeasure once = subject.Run(), twice = new SimSubject(Flows, Entries, every: 1, duration: 20, time).Run();
        Line($"sim-allocated-per-packet ",
            $"ours={(twice.AllocatedBytes - once.AllocatedBytes) / (double)(twice.Packets - once.Packets):0.00} B info=bar-0");
    }

    /// <summary>Two cells at once against one, in packets per second; taken in turns.</summary>
    private void PrintParallel(SimSubject subject)
    {
        List<double> gains = [];
        SimMeasure[] runs = new SimMeasure[2];
        for (int round = 0; round < ParallelRounds; round++)
        {
            double alone = Took(() => runs[0] = subject.Run());
            double together = Took(() => Parallel.For(0, 2, cell => runs[cell] = subject.Run()));
            gains.Add(2 * alone / together);
        }

        Line($"sim-two-cells-on-two-cores ours={Median(gains):0.00} times one info=bar-{ParallelBar:0.0}");
    }

    private double Took(Action work)
    {
        long start = time.GetTimestamp();
        work();
        return time.GetElapsedTime(start).TotalNanoseconds;
    }
}
