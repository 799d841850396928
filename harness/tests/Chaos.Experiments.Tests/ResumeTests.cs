using Chaos.Runs;

namespace Chaos.Experiments.Tests;

/// <summary>Only the run that a folder is of goes on in it, whatever file is missing.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Matrix = """
        version: 1
        name: resumed
        duration: 1s
        repetitions: 1
        warmUp: none
        flows:
          - { name: feeds, protocol: udp, count: 4, openOver: 200ms, serverEvery: 200ms, patience: 1s }
        matrix:
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { variant: baseline }, survival: ">= 0%" }
        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    private string Folder => Path.Combine(scratch.FullName, "run");

    [Theory]
    [InlineData("results.json")]
    [InlineData("run.json")]
    [InlineData("scenario.yaml", "results.json")]
    [InlineData("run.json", "results.json")]
    public async Task Another_scenario_is_refused_whatever_is_missing_and_nothing_is_overwritten(params string[] missing)
    {
        await RunAsync(Matrix);
        foreach (string name in missing) File.Delete(Path.Combine(Folder, name));
        byte[] flows = await File.ReadAllBytesAsync(Path.Combine(Folder, "flows.csv"), TestContext.Current.CancellationToken);

        RunFolderException refused = await Assert.ThrowsAsync<RunFolderException>(
            () => RunAsync(Matrix.Replace("duration: 1s", "seed: 7\nduration: 1s", StringComparison.Ordinal), resume: true));

        Assert.Contains("holds a run of another scenario or seed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(flows, await File.ReadAllBytesAsync(Path.Combine(Folder, "flows.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_part_does_not_go_on_in_the_folder_of_the_whole_and_the_whole_not_in_that_of_a_part()
    {
        await RunAsync(Matrix);
        RunFolderException part = await Assert.ThrowsAsync<RunFolderException>(
            () => RunAsync(Matrix, resume: true, only: "variant=baseline"));
        Directory.Delete(Folder, recursive: true);
        await RunAsync(Matrix, only: "variant=baseline");
        RunFolderException whole = await Assert.ThrowsAsync<RunFolderException>(() => RunAsync(Matrix, resume: true));

        Assert.Contains("a run of all cells, not of some (--only, --shard)", part.Message, StringComparison.Ordinal);
        Assert.Contains("a run of other cells (--only, --shard)", whole.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_whose_results_are_gone_is_run_again()
    {
        ExperimentResult first = await RunAsync(Matrix);
        File.Delete(Path.Combine(Folder, "results.json"));

        ExperimentResult again = await RunAsync(Matrix, resume: true);

        Assert.Equal(first.Flows, again.Flows);
    }

    [Fact]
    public async Task A_folder_that_is_no_run_is_refused()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "notes.txt"), "mine", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<RunFolderException>(() => RunAsync(Matrix, resume: true));

        Assert.Equal(["notes.txt"], new DirectoryInfo(Folder).EnumerateFiles().Select(file => file.Name));
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private Task<ExperimentResult> RunAsync(string text, bool resume = false, string? only = null) =>
        Experiment.FromText(text).Only(only is null ? [] : [only]).RunAsync(
            new ExperimentOptions { Folder = Folder, Resume = resume }, TestContext.Current.CancellationToken);
}
