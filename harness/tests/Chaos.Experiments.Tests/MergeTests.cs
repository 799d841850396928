using System.Text.Json.Nodes;
using Chaos.Experiments.Merging;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Experiments.Tests;

/// <summary>Parts of a run become the run that one machine would have written.</summary>
public sealed class MergeTests : IDisposable
{
    private const string Matrix = """
        version: 1
        name: merged
        duration: 2s
        repetitions: 2
        flows:
          - { name: feeds, protocol: udp, count: 8, openOver: 200ms, clientEvery: 1s, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix:
          mapSize: [128, 4096]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 4096 }, survival: ">= 0%" }
          - { same: baseline, as: cilium-1.18, within: 100pp }
        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task Shards_merge_to_the_bytes_of_the_whole_and_all_expectations_are_judged()
    {
        await RunAsync("whole");
        for (int shard = 1; shard <= 3; shard++) await RunAsync($"{shard}", shard: $"{shard}/3");

        // The order does not matter, and a part that comes twice does no harm.
        ExperimentResult merged = RunMerge.Merge([Folder("3"), Folder("1"), Folder("2"), Folder("1")], Folder("merged"));

        foreach (string file in new[] { "flows.csv", "events.jsonl", "scenario.yaml", "run.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(Folder("whole"), file)), File.ReadAllBytes(Path.Combine(Folder("merged"), file)));
        Assert.Equal(Results("whole"), Results("merged"));
        Assert.Equal((Verdict.Pass, false), (merged.Verdict, merged.Results.Expectations.Any(one => one.NotJudged)));
        Assert.True(File.Exists(merged.Folder!.ReportPath));
    }

    [Fact]
    public async Task A_part_that_is_missing_unfinished_or_of_another_run_is_named()
    {
        await RunAsync("first", shard: "1/2");
        await RunAsync("second", shard: "2/2");
        await RunAsync("other", shard: "2/2", text: Matrix + "\nseed: 7\n");

        Assert.Equal(
            "cell mapSize=128,variant=cilium-1.18 is in none of the parts\ncell mapSize=4096,variant=cilium-1.18 is in none of the parts",
            Refusal("first"));
        Assert.Contains(
            $"{Folder("other")}: is of another scenario than {Folder("first")}", Refusal("first", "other"), StringComparison.Ordinal);
        Cut("second");
        Assert.Contains($"{Folder("second")}: is not finished", Refusal("first", "second"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_two_parts_have_with_different_content_is_named()
    {
        await RunAsync("whole");
        await RunAsync("part", only: "mapSize=4096");
        string flows = Path.Combine(Folder("part"), "flows.csv");
        string[] rows = await File.ReadAllLinesAsync(flows, TestContext.Current.CancellationToken);
        string[] fields = rows[1].Split(',');
        fields[^4] = "99.000000";
        rows[1] = string.Join(',', fields);
        await File.WriteAllTextAsync(flows, string.Join('\n', rows) + "\n", TestContext.Current.CancellationToken);

        Assert.Equal(
            $"cell mapSize=4096,variant=baseline has different content in {Folder("whole")} and {Folder("part")}",
            Refusal("whole", "part"));
    }

    [Fact]
    public async Task A_merge_writes_into_an_empty_folder_only()
    {
        await RunAsync("whole");

        Assert.Throws<RunFolderException>(() => RunMerge.Merge([Folder("whole")], Folder("whole")));
        Assert.Throws<RunFolderException>(() => RunMerge.Merge([Folder("absent")], Folder("merged")));
        Assert.False(Directory.Exists(Folder("merged")));
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private string Folder(string name) => Path.Combine(scratch.FullName, name);

    private Task<ExperimentResult> RunAsync(string name, string? shard = null, string? only = null, string text = Matrix) =>
        Experiment.FromText(text).Only(only is null ? [] : [only]).OnlyShard(shard).RunAsync(
            new ExperimentOptions
            {
                Folder = Folder(name), Replay = shard is null ? "./chaos run m.yaml" : $"./chaos run m.yaml --shard {shard}",
            },
            TestContext.Current.CancellationToken);

    private string Refusal(params string[] names)
    {
        string message = Assert.Throws<BadPartsException>(
            () => RunMerge.Merge([.. names.Select(Folder)], Folder("refused"))).Message;
        Assert.False(Directory.Exists(Folder("refused")));
        return message;
    }

    /// <summary>The results without the times that a run took.</summary>
    private string Results(string name)
    {
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(name), "results.json")))!;
        foreach (JsonNode? cell in results["cells"]!.AsArray()) cell!["wallSeconds"] = 0;
        return results.ToJsonString();
    }

    /// <summary>As if it had been killed after its first cell.</summary>
    private void Cut(string name)
    {
        string path = Path.Combine(Folder(name), "results.json"), flows = Path.Combine(Folder(name), "flows.csv");
        JsonNode results = JsonNode.Parse(File.ReadAllText(path))!;
        string lost = (string)results["cells"]![1]!["id"]!;
        results["cells"]!.AsArray().RemoveAt(1);
        File.WriteAllText(path, results.ToJsonString());
        File.WriteAllLines(flows, [.. File.ReadLines(flows).Where(row => !row.StartsWith($"\"{lost}\"", StringComparison.Ordinal))]);
    }
}
