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

    /// <summary>Links that lose packets, so that there is a control arm, of two loads.</summary>
    private const string Controlled = """
        version: 1
        name: merged
        duration: 2s
        repetitions: 2
        control: on
        flows:
          - { name: feeds, protocol: udp, count: 8, openOver: 200ms, clientEvery: 200ms, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        links:
          clientToNode: { loss: 0.0001% }
        matrix:
          pressure.dns.rate: [400/s, 500/s]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { variant: cilium-1.18 }, survival: ">= 0%" }
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
            "cell mapSize=4096,variant=baseline: repetition 2 is in none of the parts\n"
                + "cell mapSize=4096,variant=cilium-1.18 is in none of the parts",
            Refusal("first"));
        Assert.Contains(
            $"{Folder("other")}: is of another scenario than {Folder("first")}", Refusal("first", "other"), StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder("second"), "repetitions", "cell00004-0002.part"));
        Assert.Contains($"{Folder("second")}: is not finished", Refusal("first", "second"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_two_parts_have_with_different_content_is_named()
    {
        await RunAsync("small", only: "mapSize=128");
        await RunAsync("large", only: "mapSize=4096");
        await RunAsync("part", only: "variant=baseline");
        RepetitionStore store = RunFolder.Open(Folder("part")).Repetitions;
        RepetitionFile kept = store.Open("cell00003-0002");
        store.Keep("cell00003-0002", kept.Facts, [.. kept.Flows().Skip(1)], [.. kept.Events()], [.. kept.Table()]);

        Assert.Equal(
            $"cell mapSize=4096,variant=baseline, repetition 2 has different content in {Folder("large")} and {Folder("part")}",
            Refusal("small", "large", "part"));
    }

    [Fact]
    public async Task A_part_of_which_a_byte_was_changed_is_named_with_its_file()
    {
        await RunAsync("small", only: "mapSize=128");
        await RunAsync("large", only: "mapSize=4096");
        string file = Path.Combine(Folder("large"), "repetitions", "cell00003-0001.part");
        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        DamagedRunException damage = Assert.Throws<DamagedRunException>(
            () => RunMerge.Merge([Folder("small"), Folder("large")], Folder("merged")));

        Assert.Contains("cell00003-0001.part", damage.Message, StringComparison.Ordinal);
        Assert.Contains("the rows do not match their checksum", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Any_number_of_shards_up_to_the_repetitions_merges_to_the_whole(int shards)
    {
        await RunAsync("whole", text: Controlled);
        string[] names = [.. Enumerable.Range(1, shards).Select(shard => $"{shard}")];
        foreach (string name in names) await RunAsync(name, shard: $"{name}/{shards}", text: Controlled);

        RunMerge.Merge([.. names.Select(Folder)], Folder("merged"));

        foreach (string file in new[] { "flows.csv", "events.jsonl", "table.csv", "run.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(Folder("whole"), file)), File.ReadAllBytes(Path.Combine(Folder("merged"), file)));
        Assert.Equal(Results("whole"), Results("merged"));
        Assert.Contains("\"id\":\"control\"", Results("merged"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_lacks_repetitions_of_a_cell_says_nothing_of_the_cell()
    {
        ExperimentResult shard = await RunAsync("1", shard: "1/8");

        Assert.Empty(shard.Results.Cells);
        Assert.Equal(Verdict.Unknown, shard.Verdict);
        Assert.All(shard.Results.Expectations, expectation => Assert.True(expectation.NotJudged));
        Assert.Equal(
            ["cell00001-0001.part"],
            new DirectoryInfo(Path.Combine(Folder("1"), "repetitions")).EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task A_merge_writes_into_an_empty_folder_only()
    {
        await RunAsync("small", only: "mapSize=128");
        await RunAsync("large", only: "mapSize=4096");

        Assert.Throws<RunFolderException>(() => RunMerge.Merge([Folder("small"), Folder("large")], Folder("small")));
        await RunAsync("whole");
        Assert.Contains(
            "is a whole run, not a part",
            Assert.Throws<RunFolderException>(() => RunMerge.Merge([Folder("whole")], Folder("merged"))).Message, StringComparison.Ordinal);
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
}
