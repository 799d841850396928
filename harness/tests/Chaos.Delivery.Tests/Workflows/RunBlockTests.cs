namespace Chaos.Delivery.Tests.Workflows;

/// <summary>Scripts of workflows, run here as GitHub runs them: `bash -eo pipefail`, with the files that it hands to a step.</summary>
public sealed class RunBlockTests : IDisposable
{
    private const string Scenario = """
        version: 1
        name: parts
        clients: 2
        servers: 2
        duration: 2s
        repetitions: 1
        flows:
          - { name: feeds, protocol: udp, count: 10, openOver: 500ms, clientEvery: 200ms, patience: 1s }
        pressure: []
        matrix:
          mapSize: [1024, 2048, 4096]
        expect:
          - { survival: ">= 99%" }
          - { survival: "<= 10%", where: { mapSize: 2048 } }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-blocks-");

    public RunBlockTests()
    {
        string bin = folder.CreateSubdirectory("bin").FullName;
        string chaos = Path.Combine(bin, "chaos");
        File.WriteAllText(chaos, $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "chaos.dll")} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(chaos, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(PathOf("parts.yaml"), Scenario);
    }

    [Fact]
    public async Task The_reusable_workflow_plans_runs_parts_and_judges_the_whole_at_the_scenarios_line()
    {
        Workflow survival = Workflow.All.Single(workflow => workflow.Name == "survival.yml");

        await PassAsync(survival.RunOf("Parts, one for each machine"), ("SHARDS", "2"));
        Assert.Equal("shards=[1,2]\n", await ReadAsync("output"));
        foreach (string shard in (string[])["1", "2"])
            await PassAsync(survival.RunOf("Run this part"), ("SHARD", shard), ("SHARDS", "2"), ("BACKEND", "sim"));
        folder.CreateSubdirectory("parts");
        foreach (string part in (string[])["part-1", "part-2"])
            Directory.Move(PathOf(part), PathOf($"parts/{part}"));
        (int exit, string log) = await RunAsync(survival.RunOf("Put the parts together, and say what came of it"));

        Assert.Equal(1, exit);
        Assert.Contains(
            "::error file=parts.yaml,line=14,title=chaos::survival <= 10%25 where mapSize=2048: 100 %25", log, StringComparison.Ordinal);
        Assert.Contains("parts", await ReadAsync("summary"), StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("survival/report.html")));
    }

    [Fact]
    public async Task A_machine_for_each_cell_is_the_most_and_a_bad_scenario_fails_the_job()
    {
        Workflow survival = Workflow.All.Single(workflow => workflow.Name == "survival.yml");

        await PassAsync(survival.RunOf("Parts, one for each machine"), ("SHARDS", "9"));
        Assert.Equal("shards=[1,2,3]\n", await ReadAsync("output"));
        await File.WriteAllTextAsync(PathOf("parts.yaml"), "version: 1", TestContext.Current.CancellationToken);
        (int plan, _) = await RunAsync(survival.RunOf("Parts, one for each machine"), ("SHARDS", "9"));
        (int run, _) = await RunAsync(survival.RunOf("Run this part"), ("SHARD", "1"), ("SHARDS", "1"), ("BACKEND", "sim"));

        Assert.Equal((65, 65), (plan, run));
    }

    [Fact]
    public async Task The_action_runs_a_scenario_and_ends_as_it_does()
    {
        Workflow action = Workflow.All.Single(workflow => workflow.IsAction);

        (int exit, string log) = await RunAsync(action.RunOf("Run the scenario"), ("BACKEND", "sim"), ("OUT", "out"));

        Assert.Equal(1, exit);
        Assert.Contains("::error file=parts.yaml,line=14", log, StringComparison.Ordinal);
        Assert.Contains("survival", await ReadAsync("summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_of_the_quickstart_goes_where_github_reads_it()
    {
        Workflow ci = Workflow.All.Single(workflow => workflow.Name == "ci.yml");
        await PassAsync(ci.RunOf("The summary"));
        folder.CreateSubdirectory("reports/runs/ci");
        await File.WriteAllTextAsync(PathOf("reports/runs/ci/summary.md"), "found", TestContext.Current.CancellationToken);

        await PassAsync(ci.RunOf("The summary"));

        Assert.Equal("found", await ReadAsync("summary"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task PassAsync(string script, params IEnumerable<(string Name, string Value)> environment)
    {
        (int exit, string log) = await RunAsync(script, environment);
        Assert.True(exit == 0, log);
    }

    private Task<(int Exit, string Output)> RunAsync(string script, params IEnumerable<(string Name, string Value)> environment)
    {
        File.WriteAllText(PathOf("script.sh"), script);
        return Shell.RunAsync(
            folder.FullName, "bash", ["--noprofile", "--norc", "-eo", "pipefail", "script.sh"],
            [("PATH", $"{PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}"), ("GITHUB_OUTPUT", PathOf("output")),
                ("GITHUB_STEP_SUMMARY", PathOf("summary")), ("SCENARIO", "parts.yaml"), .. environment]);
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(PathOf(name), TestContext.Current.CancellationToken);

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
