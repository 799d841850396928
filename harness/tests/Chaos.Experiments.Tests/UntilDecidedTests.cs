using Chaos.Experiments.Merging;
using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Tests;

/// <summary>
/// Repeating until every expectation is decided: the same repetitions whatever runs at a time, and no more than it takes.
/// </summary>
public sealed class UntilDecidedTests : IDisposable
{
    private const string Matrix = """
        version: 1
        name: decided
        duration: 2s
        budget: 24h
        flows:
          - { name: feeds, protocol: udp, count: 40, openOver: 200ms, clientEvery: 1s, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix:
          mapSize: [128, 4096]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 4096, variant: baseline }, survival: ">= 85%" }
          - { where: { mapSize: 128, variant: baseline }, survival: "<= 70%" }
          - { better: 4096, than: 128, along: mapSize, by: ">= 5pp", where: { variant: baseline } }
        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task Cells_get_what_their_expectations_take_whatever_runs_at_a_time()
    {
        ExperimentResult one = await RunAsync("one", jobs: 1), four = await RunAsync("four", jobs: 4);

        Assert.Equal(Verdict.Pass, one.Verdict);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Folder("one"), "flows.csv")), File.ReadAllBytes(Path.Combine(Folder("four"), "flows.csv")));
        Assert.Equal(one.Results.Expectations, four.Results.Expectations);
        Assert.All(one.Results.Cells, cell => Assert.Contains(cell.Repetitions, Looks.Counts));
        Assert.All(one.Results.Cells, cell => Assert.Equal(CellStops.Decided, cell.Stopped));
        // Nobody asks about the fixed release, so it has the first look alone.
        Assert.All(
            one.Results.Cells.Where(cell => cell.Id.EndsWith("cilium-1.18", StringComparison.Ordinal)),
            cell => Assert.Equal(Looks.Counts[0], cell.Repetitions));
        Assert.True(one.Results.Cells.Single(cell => cell.Id == "mapSize=4096,variant=baseline").Repetitions > Looks.Counts[0]);
        Assert.StartsWith("in ", one.Results.Expectations[0].Runs, StringComparison.Ordinal);
        Assert.Equal("mapSize", one.Results.Comparisons.Single().Along);
    }

    [Fact]
    public async Task Shards_repeat_as_the_whole_does_and_merge_to_its_bytes()
    {
        await RunAsync("whole");
        for (int shard = 1; shard <= 2; shard++) await RunAsync($"{shard}", shard: $"{shard}/2");

        ExperimentResult merged = RunMerge.Merge([Folder("1"), Folder("2")], Folder("merged"));

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Folder("whole"), "flows.csv")), File.ReadAllBytes(Path.Combine(Folder("merged"), "flows.csv")));
        Assert.Equal(Verdict.Pass, merged.Verdict);
    }

    [Fact]
    public async Task A_budget_that_is_spent_leaves_the_first_look_and_says_so()
    {
        string text = Matrix.Replace("budget: 24h", "budget: 1ms", StringComparison.Ordinal);

        ExperimentResult result = await Experiment.FromText(text).RunAsync(
            new ExperimentOptions(), TestContext.Current.CancellationToken);

        Assert.All(result.Results.Cells, cell => Assert.Equal(Looks.Counts[0], cell.Repetitions));
        Assert.Contains(result.Results.Cells, cell => cell.Stopped == CellStops.Budget);
        Assert.Contains(
            result.Results.Expectations, one => one.Verdict == Verdict.Unknown && one.Basis.Contains("budget", StringComparison.Ordinal));
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private string Folder(string name) => Path.Combine(scratch.FullName, name);

    private Task<ExperimentResult> RunAsync(string name, int jobs = 2, string? shard = null) =>
        Experiment.FromText(Matrix).OnlyShard(shard).RunAsync(
            new ExperimentOptions { Folder = Folder(name), Jobs = jobs }, TestContext.Current.CancellationToken);
}
