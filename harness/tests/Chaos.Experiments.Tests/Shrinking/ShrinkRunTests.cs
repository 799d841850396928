using System.Globalization;
using Chaos.Bpf;
using Chaos.Bpf.Tests;
using Chaos.Experiments.Explaining;
using Chaos.Experiments.Shrinking;
using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Replay;
using Chaos.Replay.Recordings;
using Chaos.Runs;
using Chaos.Targets;

namespace Chaos.Experiments.Tests.Shrinking;

/// <summary>A scenario made small, while it still shows a death or a failed expectation.</summary>
public sealed class ShrinkRunTests : IDisposable
{
    private const string Churn = """
        version: 1
        name: churn
        clients: 2
        servers: 2
        sourcePorts: 40000-42000
        duration: 4s
        repetitions: 2
        warmUp: none
        flows:
          - { name: senders, protocol: udp, count: 30, openOver: 500ms, clientEvery: 200ms, serverEvery: 2s, patience: 1s }
          - { name: shells, protocol: tcp, count: 10, openOver: 500ms, clientEvery: 1s, reply: true, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 200/s }
          - { name: web, protocol: tcp, rate: 20/s }
        faults:
          - { at: 3s, evict: { half: reverse, select: random, count: 1 } }
        matrix:
          mapSize: [256, 4096]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 4096 }, survival: ">= 90%" }
          - { where: { mapSize: 256, variant: baseline, group: senders }, survival: ">= 90%" }
        """;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task A_death_becomes_a_few_packets_that_still_kill_in_the_same_way()
    {
        RecordedRun run = await RunAsync();

        ShrinkResult small = Shrink(run, Death(run));
        IReadOnlyList<string> files = ShrinkFolder.Write(Path.Combine(scratch.FullName, "small"), small, "test");
        Experiment loaded = Experiment.FromText(small.Yaml);
        FlowRecord[] dead = [.. (await loaded.RunAsync(cancellation: TestContext.Current.CancellationToken)).Flows
            .Where(flow => flow.State == FlowState.Died)];

        Assert.InRange(small.After.Flows, 1, 3);
        Assert.True(small.After.Packets * 20 < small.Before.Packets, $"{small}");
        Assert.Contains(dead, flow => (flow.Cause, flow.Mechanism) == (DeathCause.Reset, Mechanism.ReverseEvicted));
        Assert.Equal(4, files.Count);
        using FileStream recording = File.OpenRead(Path.Combine(scratch.FullName, "small", ShrinkFolder.Recording));
        Assert.True(PacketReplay.Of("recording", recording).IsSame);
    }

    [KernelFact]
    public async Task The_trace_of_a_small_death_kills_in_the_kernels_map_too()
    {
        RecordedRun run = await RunAsync(
            $"nat.map.possibleCpus={PossibleCpus.Count}", $"nat.map.batch={(RunningKernel.ScalesBatches() ? "scaled" : "fixed-128")}");
        ShrinkResult small = Shrink(run, Death(run));
        string folder = Path.Combine(scratch.FullName, "small");
        ShrinkFolder.Write(folder, small, "test");
        string path = Path.Combine(folder, ShrinkFolder.Trace);
        List<string> mistakes = [];
        List<MapStep> steps = MapTrace.Read(path, PossibleCpus.Count, mistakes);
        MapOptions shape = Experiment.FromText(small.Yaml).Plan.Cells[0].Scenario.Nat.Map;

        ReplayResult result = ReplayResult.Of(steps, shape, KernelReplay.Of(steps, shape));
        ExperimentResult kernel = await Experiment.FromText(small.Yaml).RunAsync(
            new ExperimentOptions { MapEngine = MapEngineCatalog.Kernel }, TestContext.Current.CancellationToken);

        Assert.Empty(mistakes);
        Assert.True(result.Identical);
        MapStep last = steps[^1];
        Assert.Equal(MapAction.Lookup, last.Action);
        Assert.Contains(steps, step => step.Key == last.Key && step.Action == MapAction.Create);
        Assert.DoesNotContain(last.Key, result.Kernel!.Keys);
        Assert.Contains($"misses key {last.Key.ToString(CultureInfo.InvariantCulture)}", await File.ReadAllTextAsync(
            path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(kernel.Flows, flow => (flow.State, flow.Cause) == (FlowState.Died, DeathCause.Reset));
    }

    [Fact]
    public async Task An_expectation_that_failed_still_fails_in_one_small_cell()
    {
        RecordedRun run = await RunAsync("repetitions=1");

        ShrinkResult small = Shrink(run, new ShrinkRequest(null, 2, Long));
        ExperimentResult result = await Experiment.FromText(small.Yaml).RunAsync(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Survival.Verdict.Fail, result.Verdict);
        Assert.Single(result.Results.Cells);
        Assert.InRange(small.After.Flows, 1, 3);
    }

    [Fact]
    public async Task A_spent_budget_keeps_the_best_so_far()
    {
        RecordedRun run = await RunAsync();

        ShrinkResult small = ShrinkRun.Of(
            run, Death(run) with { Budget = TimeSpan.FromSeconds(10) }, new TickingTime(TimeSpan.FromSeconds(1)),
            TestContext.Current.CancellationToken);
        ShrinkResult again = ShrinkRun.Of(
            run, Death(run) with { Budget = TimeSpan.FromSeconds(10) }, new TickingTime(TimeSpan.FromSeconds(1)),
            TestContext.Current.CancellationToken);

        Assert.Equal((ShrinkEnd.Budget, 9), (small.End, small.Tried));
        Assert.Equal(small.Yaml, again.Yaml);
        Assert.True(small.After.Packets < small.Before.Packets);
    }

    [Fact]
    public async Task An_interruption_keeps_the_best_so_far()
    {
        RecordedRun run = await RunAsync();
        using CancellationTokenSource interrupt = new();

        ShrinkResult small = ShrinkRun.Of(
            run, Death(run), new TickingTime(TimeSpan.Zero, () => interrupt.Cancel(), after: 12), interrupt.Token);

        Assert.Equal(ShrinkEnd.Interrupted, small.End);
        Assert.True(small.After.Packets < small.Before.Packets);
        Assert.NotEmpty(ShrinkFolder.Write(Path.Combine(scratch.FullName, "small"), small, "test"));
    }

    [Fact]
    public async Task What_shows_nothing_is_refused()
    {
        RecordedRun run = await RunAsync();
        FlowRecord alive = run.Contents.Flows.First(flow => flow.State == FlowState.Survived);

        RefusedException lives = Assert.Throws<RefusedException>(() => Shrink(
            run, new ShrinkRequest(new ExplainRequest(alive.Flow, [.. alive.Cell.Split(',')], alive.Repetition), null, Long)));
        RefusedException passed = Assert.Throws<RefusedException>(() => Shrink(run, new ShrinkRequest(null, 1, Long)));
        RefusedException missing = Assert.Throws<RefusedException>(() => Shrink(run, new ShrinkRequest(null, 3, Long)));

        Assert.Contains("did not die in cell", lives.Message, StringComparison.Ordinal);
        Assert.Contains("did not fail", passed.Message, StringComparison.Ordinal);
        Assert.Contains("the run has 2 expectations", missing.Message, StringComparison.Ordinal);
    }

    public void Dispose() => scratch.Delete(recursive: true);

    /// <summary>A hundred tries: enough for a few packets, and soon over on any machine.</summary>
    private static ShrinkResult Shrink(RecordedRun run, ShrinkRequest request) => ShrinkRun.Of(
        run, request with { Budget = TimeSpan.FromSeconds(100) }, new TickingTime(TimeSpan.FromSeconds(1)),
        TestContext.Current.CancellationToken);

    /// <summary>A reverse entry that the map evicted, in the second repetition, so that a seed has to be found.</summary>
    private static ShrinkRequest Death(RecordedRun run)
    {
        FlowRecord dead = run.Contents.Flows.First(flow => flow is
        { State: FlowState.Died, Group: "senders", Repetition: 2, Mechanism: Mechanism.ReverseEvicted, BrokenAtNs: < 2_900_000_000 });
        return new ShrinkRequest(new ExplainRequest(dead.Flow, [.. dead.Cell.Split(',')], dead.Repetition), null, Long);
    }

    private async Task<RecordedRun> RunAsync(params string[] sets)
    {
        string folder = Path.Combine(scratch.FullName, "run");
        await new Experiment(TestScenarios.LoadText(Churn, sets), TargetCatalog.BuiltIn).RunAsync(
            new ExperimentOptions { Folder = folder }, TestContext.Current.CancellationToken);
        return RecordedRun.Read(folder);
    }

    /// <summary>Each look at the clock moves it on.</summary>
    private sealed class TickingTime(TimeSpan step, Action? look = null, int after = 0) : TimeProvider
    {
        private long ticks;
        private int looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (++looks == after) look?.Invoke();
            return ticks += step.Ticks;
        }
    }
}
