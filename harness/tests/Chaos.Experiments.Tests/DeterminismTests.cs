using Chaos.Experiments.Running;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

/// <summary>
/// One seed, one result: on this machine twice, with any number of jobs, and as it was on the machine that wrote the hash down.
/// </summary>
public sealed class DeterminismTests : IDisposable
{
    /// <summary>
    /// Of the two repetitions of the small scenario's first cell. A change of traffic, hosts, links or NAT that changes what happens
    /// changes it, and says
    /// so in its commit; a change that was to keep everything as it is must keep it.
    /// </summary>
    private const string CommittedTrace = "7f970de6cc92f66f cd118878803683e0";

    private const string FaultThatFindsNobody = "faults:\n  - { at: 1s, evict: { half: both, select: random, count: 0%, group: feeds } }";
    private const string FaultOnFeeds = "faults:\n  - { at: 1s, evict: { half: both, select: random, count: 100%, group: feeds } }";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task The_trace_is_the_committed_one()
    {
        RunContents run = await RunAsync(TestScenarios.Load(), "run");

        Assert.Equal(CommittedTrace, run.Results.Cells[0].Trace);
    }

    [Fact]
    public async Task Twice_and_with_any_number_of_jobs_every_cell_has_the_same_trace()
    {
        RunContents one = await RunAsync(TestScenarios.Load(), "one", jobs: 1),
            again = await RunAsync(TestScenarios.Load(), "again", jobs: 1);
        RunContents many = await RunAsync(TestScenarios.Load(), "many", jobs: 4);

        Assert.Equal(one.Results.Cells.Select(Sameness), again.Results.Cells.Select(Sameness));
        Assert.Equal(one.Results.Cells.Select(Sameness), many.Results.Cells.Select(Sameness));
        Assert.Equal(one.Results.Cells.Count, one.Results.Cells.Select(cell => cell.Trace).Distinct().Count());
    }

    [Fact]
    public async Task A_fault_that_finds_nobody_leaves_the_trace_as_it_was_and_one_that_does_changes_it()
    {
        RunContents without = await RunAsync(TestScenarios.Load(), "without");
        RunContents harmless = await RunAsync(TestScenarios.Load(FaultThatFindsNobody), "harmless");
        RunContents harmful = await RunAsync(TestScenarios.Load(FaultOnFeeds), "harmful");

        Assert.Equal(without.Results.Cells.Select(cell => cell.Trace), harmless.Results.Cells.Select(cell => cell.Trace));
        Assert.NotEqual(without.Results.Cells[^1].Trace, harmful.Results.Cells[^1].Trace);
    }

    [Fact]
    public async Task A_fault_on_one_group_shifts_nothing_of_another()
    {
        RunContents without = await RunAsync(TestScenarios.Load(), "without"), with = await RunAsync(
            TestScenarios.Load(FaultOnFeeds), "with");

        // In the roomy map only the fault kills; whoever it does not concern opens, lives and ends at the same moments.
        string roomy = without.Results.Cells[^1].Id;
        Assert.Equal(Senders(without, roomy), Senders(with, roomy));
        Assert.NotEqual(without.Flows.Where(flow => flow.Cell == roomy), with.Flows.Where(flow => flow.Cell == roomy));
    }

    [Fact]
    public async Task A_run_that_was_interrupted_is_finished_to_the_same_bytes()
    {
        await RunAsync(TestScenarios.Load(), "whole");
        using CancellationTokenSource interruption = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(TestScenarios.Load(), "parts", jobs: 1, cells: 2, interruption: interruption));

        RunContents finished = await RunAsync(TestScenarios.Load(), "parts", resume: true, jobs: 2);

        Assert.Equal(Bytes("whole", "flows.csv"), Bytes("parts", "flows.csv"));
        Assert.Equal(Bytes("whole", "events.jsonl"), Bytes("parts", "events.jsonl"));
        Assert.Equal(4, finished.Results.Cells.Count);
        Assert.Empty(finished.Results.Invalid);
    }

    [Fact]
    public async Task Another_seed_does_not_finish_a_run()
    {
        await RunAsync(TestScenarios.Load(), "run");

        RunFolderException refused = await Assert.ThrowsAsync<RunFolderException>(
            () => RunAsync(TestScenarios.Load("", "seed=43"), "run", resume: true));

        Assert.Contains("--out", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static (string Id, string? Trace, MapCounters? Map, long Packets) Sameness(CellResult cell) =>
        (cell.Id, cell.Trace, cell.Map, cell.Packets);

    private static IEnumerable<FlowRecord> Senders(RunContents run, string cell) =>
        run.Flows.Where(flow => flow.Cell == cell && flow.Group == "senders");

    private byte[] Bytes(string run, string file) => File.ReadAllBytes(Path.Combine(folder.FullName, run, file));

    private async Task<RunContents> RunAsync(
        ScenarioPlan plan, string name, int jobs = 2, bool resume = false, int cells = int.MaxValue,
        CancellationTokenSource? interruption = null)
    {
        ExperimentOptions options = new()
        {
            Folder = Path.Combine(folder.FullName, name), Jobs = jobs, Replay = "again", Resume = resume,
            Progress = new StopAfter(cells, interruption),
        };
        ExperimentResult result = await new Experiment(plan, TargetCatalog.BuiltIn).RunAsync(
            options, interruption?.Token ?? TestContext.Current.CancellationToken);
        return result.Contents;
    }

    private sealed class StopAfter(int cells, CancellationTokenSource? interruption) : IRunProgress
    {
        public void CellDone(CellResult cell, int done, int total)
        {
            if (done == cells) interruption!.Cancel();
        }
    }
}
