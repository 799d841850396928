using System.Globalization;
using Chaos.Experiments.Planning;
using Chaos.Nat.Maps;
using Chaos.Scenarios;
using Chaos.Simulation;
using Chaos.Targets.Csharp;
using Chaos.Worlds;

namespace Chaos.Benchmarks;

/// <summary>
/// A whole simulation: watched request/response flows over UDP, answered churn, a table that churn keeps full, `restore-both`.
/// </summary>
internal sealed class SimSubject
{
    /// <summary>
    /// So many runs of a process are not kept: the runtime compiles anew what it has seen to be hot, in the background, until about the
    /// fourth.
    /// </summary>
    public const int WarmUps = 4;

    /// <summary>Short flows per second for each watched one; about every sixth packet is churn's.</summary>
    private const double ChurnPerFlow = 0.1;

    private readonly TimeProvider time;
    private readonly RunPlan plan;

    /// <param name="flows">Each asks once per <paramref name="every"/> seconds and is answered.</param>
    /// <param name="entries">Of the map.</param>
    /// <param name="every">Seconds.</param>
    /// <param name="duration">Virtual seconds behind the warm-up.</param>
    /// <param name="time">The clock that measures.</param>
    /// <param name="warmUp">As a scenario says it; none: the map need not be full.</param>
    public SimSubject(int flows, int entries, int every, int duration, TimeProvider time, string warmUp = "untilFull")
    {
        this.time = time;
        int hosts = Math.Clamp(flows / 2500, 4, 64);
        double churn = flows * ChurnPerFlow / every;
        LoadResult loaded = ScenarioLoader.LoadText(
            string.Create(CultureInfo.InvariantCulture, $$"""
                version: 1
                name: bench
                clients: {{hosts}}
                servers: {{hosts}}
                portsPerServer: {{Math.Clamp(flows / 10_000, 4, 64)}}
                warmUp: {{warmUp}}
                duration: {{duration}}s
                repetitions: 1
                nat: { variant: restore-both, map: { size: {{entries}} } }
                flows:
                  - { name: requests, protocol: udp, count: {{flows}}, openOver: {{every}}s, clientEvery: {{every}}s, reply: true, patience: 3s }
                pressure:
                  - { name: churn, protocol: udp, rate: {{churn:0.###}}/s }
                """),
            "bench.yaml", [], environment: null);
        if (loaded.Plan is null) throw new InvalidOperationException(string.Join('\n', loaded.Mistakes));
        plan = RepetitionPlanner.Plan(loaded.Plan.Cells[0], repetition: 1).Run;
    }

    /// <summary>Runs it once, everything included but the planning.</summary>
    public SimMeasure Run()
    {
        using OwnMapEngine engine = new();
        Simulator simulator = new(plan, new CsharpTarget(), engine);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = time.GetTimestamp();
        RunOutcome result = Runner.RunAsync(simulator, plan, CancellationToken.None).GetAwaiter().GetResult();
        TimeSpan took = time.GetElapsedTime(start);
        int lost = result.Flows.Lives.Count(life => life.DiedAt is not null || life.OpenedAt is null);
        return new SimMeasure(result.Packets, took.TotalNanoseconds, GC.GetAllocatedBytesForCurrentThread() - allocated,
            result.Table!.Value.Evictions, lost);
    }
}

/// <summary>One run: packets through the NAT, nanoseconds and bytes of the whole, evictions, flows that did not live to the end.</summary>
internal readonly record struct SimMeasure(long Packets, double Nanoseconds, long AllocatedBytes, long Evictions, int Lost)
{
    public double PerPacket => Nanoseconds / Packets;
}
