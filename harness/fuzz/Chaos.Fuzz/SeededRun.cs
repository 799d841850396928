using System.Globalization;
using Chaos.Nat;
using Chaos.Core;

namespace Chaos.Fuzz;

/// <summary>The fuzz target without a fuzzer: packets drawn from a seed, the same on every machine.</summary>
public sealed class SeededRun(ulong seed)
{
    private const int Workers = 2;

    /// <summary>Feeds this many packets, split between the workers, and says what became of them.</summary>
    /// <exception cref="FuzzFindingException">The first finding.</exception>
    public string Feed(long packets, CancellationToken cancellation)
    {
        PacketTarget[] targets = [.. Enumerable.Range(0, Workers).Select(_ => new PacketTarget())];
        FuzzFindingException? finding = null;
        Parallel.For(
            0, Workers, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Workers }, (worker, loop) =>
        {
            try
            {
                Feed(targets[worker], worker, (packets + Workers - 1 - worker) / Workers, loop);
            }
            catch (FuzzFindingException found)
            {
                Interlocked.CompareExchange(ref finding, found, null);
                loop.Stop();
            }
        });
        if (finding is not null) throw new FuzzFindingException(finding.Message);
        return Describe(targets);
    }

    private void Feed(PacketTarget target, int worker, long packets, ParallelLoopState loop)
    {
        HostilePackets hostile = new(new RandomStream(seed, string.Create(CultureInfo.InvariantCulture, $"fuzz/{worker}")));
        for (long packet = 0; packet < packets && !loop.IsStopped; packet++) target.Feed(hostile.Next());
        target.CheckCounters();
    }

    private static string Describe(PacketTarget[] targets)
    {
        (long forwarded, long punted, long dropped) = (targets.Sum(target => target.Verdicts.Forwarded),
            targets.Sum(target => target.Verdicts.Punted), targets.Sum(target => target.Verdicts.Dropped));
        IEnumerable<string> reasons = Enum.GetValues<DropReason>()
            .Select(reason => (reason, count: targets.Sum(target => target.Drops(reason))))
            .Where(entry => entry.count > 0)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.reason} {entry.count}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{forwarded + punted + dropped} packets: {forwarded} forwarded (translated errors "
                + $"{targets.Sum(target => target.ErrorsTranslated)}), {punted} punted, {dropped} dropped ({string.Join(", ", reasons)})");
    }
}
