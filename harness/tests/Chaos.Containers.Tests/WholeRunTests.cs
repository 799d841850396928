using System.Diagnostics;
using System.Text.Json;
using Chaos.Cli.Tests;
using Chaos.Containers.Tests.Support;

namespace Chaos.Containers.Tests;

/// <summary>Whole runs in containers, as a user starts them; one after the other, since each wants the machine for itself.</summary>
[Trait("Category", "Docker")]
public sealed class WholeRunTests(DockerFixture docker) : IDisposable
{
    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task The_tight_map_shows_the_variants_apart_and_the_control_arm_loses_nothing()
    {
        docker.SkipWithoutDocker();

        (int exit, string output, string errors) = await chaos.RunAsync(
            "run", ChaosProcess.Scenario("quickstart.yaml"), "--backend", "docker", "--only", "mapSize=2304", "--only", "variant=baseline",
            "--only", "variant=cilium-1.18", "--out", "run");

        // A part of the matrix: what it judges passes, and the whole is unknown.
        Assert.True(exit == 2, output + errors);
        Assert.DoesNotMatch("(?m)^fail ", output);
        Assert.Contains("this is a part: 5 of 9 expectations judged", output, StringComparison.Ordinal);
        Assert.Equal((600, 600), Survivors("control"));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task An_eviction_fault_kills_in_containers_as_in_the_simulation()
    {
        docker.SkipWithoutDocker();

        (int exit, string output, string errors) = await chaos.RunAsync(
            "run", ChaosProcess.Scenario("evict-reverse.yaml"), "--backend", "docker", "--only", "variant=cilium-1.17", "--set",
            "control=off", "--out", "run");

        Assert.True(exit == 2, output + errors);
        Assert.DoesNotMatch("(?m)^fail ", output);
        string fault = Assert.Single(
            await File.ReadAllLinesAsync(Path.Combine(chaos.Folder.FullName, "run", "events.jsonl"), TestContext.Current.CancellationToken),
            line => line.Contains("\"kind\":\"fault\"", StringComparison.Ordinal));
        Assert.Contains("\"reverse\":400", fault, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Interrupted_in_the_middle_it_removes_its_containers_and_keeps_a_partial_run()
    {
        docker.SkipWithoutDocker();
        using Process process = chaos.Start(["run", ChaosProcess.Scenario("evict-reverse.yaml"), "--backend", "docker", "--out", "run"]);
        string? line;
        do line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.StartsWith("[1/", StringComparison.Ordinal));

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        (int exit, _, _) = await ChaosProcess.FinishAsync(process);

        Assert.Equal(130, exit);
        Assert.Equal((400, 400), Survivors("control"));
        await AssertNothingIsLeftAsync();
    }

    public void Dispose() => chaos.Dispose();

    /// <summary>The owner of what a run leaves is dead by now, so cleaning would find it.</summary>
    private async Task AssertNothingIsLeftAsync()
    {
        (int exit, string removed, string errors) = await chaos.RunAsync("clean", "--json");

        Assert.True(exit == 0, errors);
        Assert.Equal("[]", removed.Trim());
    }

    private (int Survived, int Total) Survivors(string cell)
    {
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(Path.Combine(chaos.Folder.FullName, "run", "results.json")));
        JsonElement flows = results.RootElement.GetProperty("cells").EnumerateArray().Single(
            one => one.GetProperty("id").GetString() == cell).GetProperty("flows");
        return (flows.GetProperty("survived").GetInt32(), flows.GetProperty("total").GetInt32());
    }
}
