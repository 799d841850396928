using System.Diagnostics;
using System.Text.Json;
using Chaos.Runs;

namespace Chaos.Cli.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task The_quickstart_passes_and_leaves_a_whole_run_folder()
    {
        (int exit, string output, string errors) = await chaos.RunAsync("run", ChaosProcess.Scenario("quickstart.yaml"), "--out", "run");

        Assert.True(exit == 0, output + errors);
        string[] files =
        [
            "events.jsonl", "flows.csv", "junit.xml", "report.html", "results.json", "run.json", "scenario.yaml", "summary.md", "table.csv",
        ];
        Assert.Equal(files, Files("run"));
        Assert.Contains("report: run/report.html", output, StringComparison.Ordinal);
        Assert.StartsWith("quickstart: seed 42; again: ./chaos run", errors, StringComparison.Ordinal);
        Assert.Equal(6, errors.Split('\n').Count(line => line.StartsWith('[')));
    }

    [Fact]
    public async Task Reverse_entries_evicted_at_once_kill_as_the_scenario_says()
    {
        (int exit, string output, string errors) = await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run");

        Assert.True(exit == 0, output + errors);
    }

    [Fact]
    public async Task The_resolved_scenario_of_a_run_runs_again_to_the_same_bytes()
    {
        await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "first", "--seed", "7");
        await chaos.RunAsync("run", "first/scenario.yaml", "--out", "second");

        Assert.Equal(Bytes("first/flows.csv"), Bytes("second/flows.csv"));
    }

    [Fact]
    public async Task Two_shards_are_the_whole_matrix()
    {
        string scenario = ChaosProcess.Scenario("evict-reverse.yaml");
        await chaos.RunAsync("run", scenario, "--out", "whole");
        await chaos.RunAsync("run", scenario, "--out", "first", "--shard", "1/2");
        await chaos.RunAsync("run", scenario, "--out", "second", "--shard", "2/2");

        string[] whole = Lines("whole"), first = Lines("first"), second = Lines("second");
        Assert.Equal(whole.Order(StringComparer.Ordinal), first.Concat(second.Skip(1)).Order(StringComparer.Ordinal));
        Assert.True(first.Length > 1 && second.Length > 1);
        Assert.Equal(0, (await chaos.RunAsync("merge", "second", "first", "--out", "merged")).Exit);
        Assert.Equal(Bytes("whole/flows.csv"), Bytes("merged/flows.csv"));
        (int missing, _, string reason) = await chaos.RunAsync("merge", "first", "--out", "none");
        Assert.Equal(65, missing);
        Assert.Contains("is in none of the parts", reason, StringComparison.Ordinal);
        Assert.Equal(64, (await chaos.RunAsync("run", scenario, "--out", "third", "--shard", "3/2")).Exit);
        Assert.Equal(64, (await chaos.RunAsync("run", scenario, "--resume")).Exit);
    }

    [Fact]
    public async Task A_shard_without_a_complete_cell_says_so()
    {
        (int exit, string output, string errors) = await chaos.RunAsync(
            "run", ChaosProcess.Scenario("evict-reverse.yaml"), "--set", "repetitions=3", "--shard", "1/9", "--out", "run");

        Assert.True(exit == 2, errors);
        Assert.Contains("no cell is complete in this part; `merge` joins the parts", output, StringComparison.Ordinal);
        Assert.Contains("this is a part: 0 of 4 expectations judged", output, StringComparison.Ordinal);
        Assert.Contains("report.html", Files("run"));
    }

    [Fact]
    public async Task Results_go_to_stdout_as_json_when_asked()
    {
        (int exit, string output, _) = await chaos.RunAsync(
            "run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run", "--json", "--only", "variant=baseline");

        using JsonDocument results = JsonDocument.Parse(output);
        Assert.Equal(1, results.RootElement.GetProperty("cells").GetArrayLength());
        // Expectations about cells that were left out are not judged, and a part never passes.
        Assert.Equal(4, results.RootElement.GetProperty("expectations").GetArrayLength());
        Assert.Equal("unknown", results.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(2, exit);
    }

    [Fact]
    public async Task A_second_run_into_a_folder_that_is_being_written_is_exit_64()
    {
        using RunFolder first = RunFolder.Create(Path.Combine(chaos.Folder.FullName, "run"));

        (int exit, _, string errors) = await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run", "--resume");

        Assert.Equal(64, exit);
        Assert.Contains("another run is writing into this folder", errors, StringComparison.Ordinal);
        Assert.Equal([".lock"], Files("run"));
    }

    [Fact]
    public async Task A_scenario_without_expectations_has_no_verdict_and_is_exit_0()
    {
        chaos.Write("scenario.yaml", """
            version: 1
            name: neutral
            duration: 1s
            warmUp: none
            flows:
              - { name: feeds, protocol: udp, count: 2, serverEvery: 200ms, patience: 1s }
            """);

        (int exit, string output, string errors) = await chaos.RunAsync("run", "scenario.yaml", "--out", "run");

        Assert.True(exit == 0, errors);
        Assert.Contains("no expectations: neutral on sim", output, StringComparison.Ordinal);
        string results = await File.ReadAllTextAsync(
            Path.Combine(chaos.Folder.FullName, "run", "results.json"), TestContext.Current.CancellationToken);
        Assert.Contains("\"verdict\": \"none\"", results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_expectation_is_exit_1()
    {
        chaos.Write("scenario.yaml", """
            version: 1
            name: failing
            duration: 1s
            warmUp: none
            flows: [{ name: feeds, protocol: udp, count: 2, openOver: 100ms, serverEvery: 200ms, patience: 500ms }]
            pressure: []
            faults: [{ at: 500ms, evict: { half: both, select: oldest, count: 100% } }]
            expect: [{ survival: ">= 100%" }]
            """);

        (int exit, string output, _) = await chaos.RunAsync("run", "scenario.yaml", "--out", "run");

        Assert.Equal(1, exit);
        Assert.Contains("fail survival >= 100%", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_never_written_to()
    {
        chaos.Folder.CreateSubdirectory("run");
        chaos.Write("run/precious.txt", "mine");

        (int exit, _, string errors) = await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run");

        Assert.Equal(64, exit);
        Assert.Contains("not empty", errors, StringComparison.Ordinal);
        Assert.Equal(["precious.txt"], Files("run"));
    }

    [Theory]
    [InlineData("run", "missing.yaml")]
    [InlineData("run")]
    [InlineData("fly", "scenario.yaml")]
    [InlineData("run", "SCENARIO", "--backend", "moon")]
    [InlineData("run", "SCENARIO", "--jobs", "0")]
    [InlineData("run", "SCENARIO", "--only", "colour=red")]
    [InlineData("run", "SCENARIO", "--only", "variant=cilium-9")]
    [InlineData("run", "SCENARIO", "--backend", "docker", "--set", "nat.target=none", "--set", "links.nodeToServer.loss=1%")]
    [InlineData("run", "SCENARIO", "--backend", "docker", "--set", "backend=sim")]
    [InlineData("plan", "SCENARIO", "--backend", "sim", "--set", "backend=sim")]
    [InlineData("report", "nowhere")]
    public async Task A_wrong_command_line_is_exit_64(params string[] words)
    {
        (int exit, _, string errors) = await chaos.RunAsync(
            [.. words.Select(word => word == "SCENARIO" ? ChaosProcess.Scenario("quickstart.yaml") : word)]);

        Assert.Equal(64, exit);
        Assert.NotEmpty(errors);
        Assert.Empty(Files("."));
    }

    [Fact]
    public async Task Without_an_engine_a_container_run_is_exit_69_with_the_command_that_mends_it()
    {
        Process process = chaos.Start(
            ["run", ChaosProcess.Scenario("quickstart.yaml"), "--backend", "docker", "--out", "run"], (
            "DOCKER_HOST", "unix:///nowhere/docker.sock"));

        (int exit, _, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.Equal(69, exit);
        Assert.Contains("apt-get install", errors, StringComparison.Ordinal);
        Assert.Empty(Files("."));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupted_run_is_exit_130_with_a_report_of_what_was_done_and_the_line_that_finishes_it(bool json)
    {
        using Process process = chaos.Start(
            [
                "run", ChaosProcess.Scenario("quickstart.yaml"), "--out", "run", "--jobs", "1", "--set", "repetitions=40",
                .. json ? ["--json"] : Array.Empty<string>()
            ]);
        string? line;
        do line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.StartsWith("[1/", StringComparison.Ordinal));

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        (int exit, string output, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.Equal(130, exit);
        Assert.Contains("report.html", Files("run"));
        Assert.Matches(
            "finish it with: ./chaos run .*quickstart.yaml --set repetitions=40 --seed 42 --jobs 1 --out run --resume\n", errors);
        if (json)
        {
            using JsonDocument results = JsonDocument.Parse(output);
            Assert.Equal("unknown", results.RootElement.GetProperty("verdict").GetString());
        }
        else
        {
            Assert.Matches(@"\n2304 +baseline +[\d,]+ ", output);
            Assert.Contains("report: run/report.html", output, StringComparison.Ordinal);
        }

        Assert.Contains("\"verdict\": \"unknown\"", File.ReadAllText(
            Path.Combine(chaos.Folder.FullName, "run", "results.json")), StringComparison.Ordinal);
    }

    public void Dispose() => chaos.Dispose();

    private string[] Lines(string run) =>
        [.. System.Text.Encoding.UTF8.GetString(Bytes($"{run}/flows.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(chaos.Folder.FullName, file));

    private IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFileSystemEntries(
            Path.Combine(chaos.Folder.FullName, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
