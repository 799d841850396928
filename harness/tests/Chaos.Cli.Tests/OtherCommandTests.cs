using System.Text.Json;

namespace Chaos.Cli.Tests;

public sealed class OtherCommandTests : IDisposable
{
    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task Every_verb_explains_itself()
    {
        string[] verbs = [
            "run", "plan", "validate", "report", "compare", "doctor", "clean", "schema", "analyze", "targets", "nat", "merge",
            "init", "completion", "programs",
        ];
        foreach (string verb in verbs)
        {
            (int exit, string output, _) = await chaos.RunAsync(verb, "--help");

            Assert.Equal(0, exit);
            Assert.Contains($"chaos {verb}", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Validate_tells_every_mistake_with_its_place_and_run_writes_nothing()
    {
        chaos.Write("bad.yaml", """
            version: 1
            name: bad
            duration: 10
            flows:
              - { name: feeds, protocol: udp, count: -1, serverEvry: 1s, jitter: 120% }
            """);

        (int exit, _, string errors) = await chaos.RunAsync("validate", "bad.yaml");
        (int runExit, _, string runErrors) = await chaos.RunAsync("run", "bad.yaml", "--out", "run");

        Assert.Equal((65, 65), (exit, runExit));
        Assert.Equal(errors, runErrors);
        Assert.Contains("bad.yaml:3:11:", errors, StringComparison.Ordinal);
        Assert.Contains("serverEvery", errors, StringComparison.Ordinal);
        Assert.True(errors.TrimEnd().Split('\n').Length >= 4, errors);
        Assert.False(Directory.Exists(Path.Combine(chaos.Folder.FullName, "run")));
    }

    [Fact]
    public async Task Validate_finds_nothing_wrong_with_our_own_scenarios()
    {
        (int exit, string output, string errors) = await chaos.RunAsync(
            ["validate", .. Directory.EnumerateFiles(Path.Combine(ChaosProcess.Root, "scenarios"), "*.yaml")]);

        Assert.True(exit == 0, errors);
        Assert.Contains("good, 6 cells", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_shows_cells_and_seeds_without_running()
    {
        (int exit, string output, _) = await chaos.RunAsync("plan", ChaosProcess.Scenario("quickstart.yaml"), "--json");

        using JsonDocument plan = JsonDocument.Parse(output);
        Assert.Equal(0, exit);
        Assert.Equal(6, plan.RootElement[0].GetProperty("cells").GetArrayLength());
        Assert.Equal("mapSize=2304,variant=baseline", plan.RootElement[0].GetProperty("cells")[0].GetProperty("id").GetString());
        Assert.Empty(chaos.Folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Report_rebuilds_the_same_page_from_the_folder_alone()
    {
        await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run");
        string page = Path.Combine(chaos.Folder.FullName, "run", "report.html");
        byte[] before = await File.ReadAllBytesAsync(page, TestContext.Current.CancellationToken);
        File.Delete(page);

        (int exit, string output, _) = await chaos.RunAsync("report", "run");

        Assert.Equal((0, "run/report.html\n"), (exit, output));
        Assert.Equal(before, await File.ReadAllBytesAsync(page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_damaged_run_is_exit_65_with_the_line()
    {
        await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run");
        string flows = Path.Combine(chaos.Folder.FullName, "run", "flows.csv");
        string[] lines = await File.ReadAllLinesAsync(flows, TestContext.Current.CancellationToken);
        lines[6] = lines[6].Replace("udp", "ipx", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(flows, lines, TestContext.Current.CancellationToken);

        (int exit, _, string errors) = await chaos.RunAsync("report", "run");

        Assert.Equal(65, exit);
        Assert.Contains("flows.csv:7:", errors, StringComparison.Ordinal);
    }

    public void Dispose() => chaos.Dispose();
}
