using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

/// <summary>Faults from the scenario to the record, in simulation.</summary>
public sealed class FaultRunTests : IDisposable
{
    private const string Storm = """
        heal: 1s
        faults:
          - { between: 500ms..1s, evict: { half: any, select: random, count: 20% } }
          - { every: 300ms, until: 2s, evict: { half: reverse, select: referenced, count: 1 } }
          - { at: 1s, for: 500ms, evict: { half: both, select: newest, rate: 15/s } }
          - { when: "fill >= 60%", portRange: 33000-60999 }
          - { at: 1s, for: 1s, loss: { share: 10% } }
          - { at: 1s, for: 1s, jitter: { by: 10ms } }
          - { at: 2s, for: 200ms, restart: { map: kept } }
          - { at: 2500ms, serverRestart: 1 }
          - { at: 3s, for: 500ms, pressureBurst: { pressure: dns, rate: 300/s } }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task The_same_seed_gives_the_same_faults_and_the_same_record_byte_for_byte()
    {
        ScenarioPlan plan = TestScenarios.Load(Storm);

        RunContents one = await RunAsync(plan, "one", jobs: 1);
        await RunAsync(plan, "four", jobs: 4);

        Assert.Equal(Bytes("one", "flows.csv"), Bytes("four", "flows.csv"));
        Assert.Equal(Bytes("one", "events.jsonl"), Bytes("four", "events.jsonl"));
        Assert.Equal(7, one.Events.Where(entry => entry.Kind == RunEventKind.Fault).Select(entry => entry.Fault).Distinct().Count());
    }

    [Fact]
    public async Task A_fault_is_told_what_the_scenario_told_it_and_no_more()
    {
        RunContents run = await RunAsync(TestScenarios.Load(Storm, "repetitions=1"), "run");

        RunEvent loss = run.Events.First(entry => entry.Fault == "loss");
        Assert.Equal(["direction=both", "share=0.1", "side=both"],
            loss.With!.Select(told => $"{told.Key}={told.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(("begin", 1_000_000_000L), (loss.Phase, loss.TimeNs));
    }

    [Fact]
    public async Task A_purge_of_orphans_tells_how_many_it_found()
    {
        RunContents run = await RunAsync(TestScenarios.Load(
            "nat: { conntrack: on }\nfaults: [{ at: 1s, fill: 100 }, { at: 2s, gc: purgeOrphans }]", "repetitions=1"), "run");

        RunEvent purge = run.Events.Single(entry => entry is { Fault: "gc", Cell: "mapSize=8192,variant=cilium-1.18" });
        Assert.Equal(("purgeOrphans", 100L, 0L), (purge.With!["action"], purge.Counts!["orphans"], purge.Counts["twins"]));
    }

    [Fact]
    public async Task A_moment_between_two_differs_from_repetition_to_repetition_and_not_from_cell_to_cell()
    {
        RunContents run = await RunAsync(TestScenarios.Load("faults: [{ between: 500ms..1s, flush: nat }]"), "run");

        ILookup<int, long> moments = run.Events.Where(entry => entry.Fault == "flush").ToLookup(
            entry => entry.Repetition, entry => entry.TimeNs);
        Assert.Single(moments[1].Distinct());
        Assert.Single(moments[2].Distinct());
        Assert.NotEqual(moments[1].First(), moments[2].First());
        Assert.All(moments.SelectMany(repetition => repetition), at => Assert.InRange(at, 500_000_000, 1_000_000_000));
    }

    [Fact]
    public async Task A_death_that_a_cut_link_caused_has_the_mechanism_fault()
    {
        ScenarioPlan plan = TestScenarios.Load("faults: [{ at: 1s, for: 2500ms, partition: { link: clients, host: 0 } }]", "repetitions=1");

        RunContents run = await RunAsync(plan, "run");

        FlowRecord[] died = [.. run.Flows.Where(flow => flow is { State: FlowState.Died, Cell: "mapSize=8192,variant=cilium-1.18" })];
        Assert.NotEmpty(died);
        Assert.All(died, flow => Assert.Equal((Mechanism.Fault, 1_000_000_000L), (flow.Mechanism, flow.BrokenAtNs)));
    }

    [Fact]
    public async Task When_the_run_heals_what_lasts_ends_and_nobody_who_lives_then_dies_of_it()
    {
        ScenarioPlan plan = TestScenarios.Load("heal: 2s\nfaults: [{ at: 1s, delay: { by: 300ms } }]", "repetitions=1");

        RunContents run = await RunAsync(plan, "run");

        RunEvent end = run.Events.First(entry => entry is { Fault: "delay", Phase: "end" });
        Assert.Equal(3_000_000_000, end.TimeNs);
        Assert.All(
            run.Flows.Where(flow => flow.Cell == "mapSize=8192,variant=cilium-1.18"), flow => Assert.Equal(FlowState.Survived, flow.State));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private byte[] Bytes(string run, string file) => File.ReadAllBytes(Path.Combine(folder.FullName, run, file));

    private async Task<RunContents> RunAsync(ScenarioPlan plan, string name, int jobs = 2)
    {
        ExperimentOptions options = new() { Folder = Path.Combine(folder.FullName, name), Jobs = jobs, Replay = "again" };
        return (await new Experiment(plan, TargetCatalog.BuiltIn).RunAsync(options, TestContext.Current.CancellationToken)).Contents;
    }
}
