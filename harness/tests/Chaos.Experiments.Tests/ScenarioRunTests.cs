using Chaos.Experiments.Running;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

public sealed class ScenarioRunTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_with_any_number_of_jobs()
    {
        ScenarioPlan plan = TestScenarios.Load();

        await RunAsync(plan, "one", jobs: 1);
        await RunAsync(plan, "four", jobs: 4);

        Assert.Equal(Bytes("one", "flows.csv"), Bytes("four", "flows.csv"));
        Assert.Equal(Bytes("one", "events.jsonl"), Bytes("four", "events.jsonl"));
    }

    [Fact]
    public async Task Another_seed_gives_other_bytes()
    {
        await RunAsync(TestScenarios.Load(), "one");
        await RunAsync(TestScenarios.Load("", "seed=43"), "other");

        Assert.NotEqual(Bytes("one", "flows.csv"), Bytes("other", "flows.csv"));
    }

    [Fact]
    public async Task A_tight_map_kills_under_the_baseline_and_not_under_both_restores()
    {
        RunContents run = await RunAsync(TestScenarios.Load(), "run");

        Assert.Equal(4, run.Results.Cells.Count);
        Assert.Equal("mapSize=512,variant=baseline", run.Results.Cells[0].Id);
        Assert.True(run.Results.Cells[0].Survival.Estimate < 0.2);
        Assert.True(run.Results.Cells[1].Survival.Estimate > 0.9);
        Assert.Equal(1, run.Results.Cells[2].Survival.Estimate);
        Assert.Equal(320, run.Flows.Count);
    }

    [Fact]
    public async Task A_death_is_detected_after_it_was_broken_and_no_later_than_the_end()
    {
        RunContents run = await RunAsync(TestScenarios.Load(), "run");

        FlowRecord[] died = [.. run.Flows.Where(flow => flow.State == FlowState.Died)];
        Assert.NotEmpty(died);
        Assert.All(died, flow => Assert.True(flow.BrokenAtNs < flow.DetectedAtNs, flow.ToString()));
        Assert.All(died, flow => Assert.InRange(flow.DetectedAtNs!.Value, long.MinValue, 5_000_000_000));
        Assert.All(died, flow => Assert.NotEqual(Mechanism.None, flow.Mechanism));
    }

    [Fact]
    public async Task What_is_read_from_the_folder_is_what_was_run()
    {
        RunContents run = await RunAsync(TestScenarios.Load(), "run");

        RunContents read = RunFolder.Open(Path.Combine(folder.FullName, "run")).Read();

        Assert.Equal(run.Flows.Count, read.Flows.Count);
        Assert.Equal(run.Results.Verdict, read.Results.Verdict);
        Assert.Equal(run.Results.Cells.Select(cell => cell.Survival), read.Results.Cells.Select(cell => cell.Survival));
    }

    [Fact]
    public async Task A_fault_is_on_the_record_with_the_flows_it_hit()
    {
        ScenarioPlan plan = TestScenarios.Load(
            "faults:\n  - { at: 2s, evict: { half: reverse, select: random, count: 25%, group: feeds } }", "repetitions=1");

        RunContents run = await RunAsync(plan, "run");

        RunEvent[] faults = [.. run.Events.Where(entry => entry.Kind == RunEventKind.Fault)];
        Assert.Equal(4, faults.Length);
        RunEvent roomy = faults[3];
        Assert.Equal(
            ("evict", "reverse", "random", "feeds"), (roomy.Fault, roomy.With!["half"], roomy.With["select"], roomy.With["group"]));
        Assert.Equal((5, 2_000_000_000L), (roomy.Counts!["entries"], roomy.TimeNs));
        string[] died = [
            .. run.Flows.Where(flow => flow.Cell == roomy.Cell && flow.Mechanism == Mechanism.Fault).Select(flow => flow.Flow)];
        Assert.NotEmpty(died);
        Assert.Empty(died.Except(roomy.Which!));
    }

    [Fact]
    public async Task Pressure_that_finds_no_source_port_makes_the_run_unknown()
    {
        ScenarioPlan plan = TestScenarios.Load("", "sourcePorts=40000-40019", "warmUp=1s", "repetitions=1");

        RunContents run = await RunAsync(plan, "run");

        Assert.Equal(Verdict.Unknown, run.Results.Verdict);
        Assert.Contains(run.Results.Invalid, reason => reason.Contains("found no free source port", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interrupted_run_keeps_the_cells_that_were_done_and_is_unknown()
    {
        using CancellationTokenSource interruption = new();
        ScenarioPlan plan = TestScenarios.Load();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(plan, "run", jobs: 1, new CancelAfter(2, interruption), interruption));

        RunContents read = RunFolder.Open(Path.Combine(folder.FullName, "run")).Read();
        Assert.Equal((2, Verdict.Unknown), (read.Results.Cells.Count, read.Results.Verdict));
        Assert.Contains(read.Results.Invalid, reason => reason.Contains("2 of 4 cells", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private byte[] Bytes(string run, string file) => File.ReadAllBytes(Path.Combine(folder.FullName, run, file));

    private async Task<RunContents> RunAsync(
        ScenarioPlan plan, string name, int jobs = 2, IRunProgress? progress = null, CancellationTokenSource? interruption = null)
    {
        ExperimentOptions options = new()
        {
            Folder = Path.Combine(folder.FullName, name), Jobs = jobs, Replay = "again", Progress = progress,
        };
        ExperimentResult result = await new Experiment(plan, TargetCatalog.BuiltIn).RunAsync(
            options, interruption?.Token ?? TestContext.Current.CancellationToken);
        return result.Contents;
    }

    private sealed class CancelAfter(int cells, CancellationTokenSource interruption) : IRunProgress
    {
        public void CellDone(CellResult cell, int done, int total)
        {
            if (done == cells) interruption.Cancel();
        }
    }
}
