using System.Diagnostics;
using System.Text.Json;

namespace Chaos.Cli.Tests;

public sealed class NatCommandTests : IDisposable
{
    private const string Small = """
        version: 1
        name: small
        duration: 2s
        warmUp: none
        flows:
          - { name: feeds, protocol: udp, count: 5, openOver: 500ms, serverEvery: 200ms, patience: 1s }
        matrix:
          variant: [baseline, cilium-1.18]
        """;

    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task A_recorded_run_replays_the_same_and_a_changed_one_names_the_line()
    {
        chaos.Write("small.yaml", Small);

        (int recorded, _, string errors) = await chaos.RunAsync(
            "nat", "record", "small.yaml", "--only", "variant=baseline", "--out", "run.jsonl");
        (int same, string output, _) = await chaos.RunAsync("nat", "replay", "run.jsonl");
        string path = Path.Combine(chaos.Folder.FullName, "run.jsonl");
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        lines[5] = lines[5].Replace("\"forward\"", "\"punt\"", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        (int differs, string json, _) = await chaos.RunAsync("nat", "replay", "run.jsonl", "--json");

        Assert.True(recorded == 0, errors);
        Assert.Equal((0, 1), (same, differs));
        Assert.Matches("run.jsonl: ([0-9,]+) of \\1 lines agree \\(baseline\\)", output);
        using JsonDocument result = JsonDocument.Parse(json);
        Assert.Equal(6, result.RootElement[0].GetProperty("first").GetProperty("line").GetInt32());
        Assert.Equal("baseline", result.RootElement[0].GetProperty("variant").GetString());
    }

    [Fact]
    public async Task Standard_input_is_a_recording_too_and_a_bad_one_is_exit_65_with_its_line()
    {
        using Process replay = chaos.StartWithInput("nat", "replay", "-");
        await replay.StandardInput.WriteAsync("{\"do\":\"configure\",\"version\":7}\n");
        replay.StandardInput.Close();
        (int exit, _, string errors) = await ChaosProcess.FinishAsync(replay);

        Assert.Equal(65, exit);
        Assert.Equal("-:1: this is version 7 of the format; version 1 can be replayed", errors.Trim());
    }

    [Theory]
    [InlineData("nat replay nothing.jsonl", "nothing.jsonl: no such file")]
    [InlineData("nat record small.yaml --out run.jsonl", "a recording is of one cell, and small has 2; choose one with --only")]
    [InlineData("nat record small.yaml --only variant=baseline --set nat.conntrack=on --out run.jsonl", "cannot record conntrack")]
    [InlineData("nat record small.yaml --only variant=baseline --set nat.target=none --out run.jsonl", "has nat.target: none")]
    [InlineData("nat record small.yaml --only variant=baseline --out small.yaml", "small.yaml exists; remove it, or name another file")]
    public async Task What_cannot_be_done_is_exit_64_with_the_remedy_and_leaves_no_file(string words, string reason)
    {
        chaos.Write("small.yaml", Small);

        (int exit, _, string errors) = await chaos.RunAsync(words.Split(' '));

        Assert.Equal(64, exit);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Equal(["small.yaml"], chaos.Folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task Targets_lists_targets_variants_and_presets_as_text_and_as_json()
    {
        (int exit, string text, _) = await chaos.RunAsync("targets");
        (int jsonExit, string json, _) = await chaos.RunAsync("targets", "--json");

        Assert.Equal((0, 0), (exit, jsonExit));
        Assert.Contains("cilium-1.17.8", text, StringComparison.Ordinal);
        Assert.Contains("restore-both-overwrite", text, StringComparison.Ordinal);
        using JsonDocument list = JsonDocument.Parse(json);
        JsonElement worlds = list.RootElement.GetProperty("targets")[0].GetProperty("worlds");
        Assert.Equal(["sim", "docker"], worlds.EnumerateArray().Select(world => world.GetProperty("name").GetString()));
        Assert.Equal("keep packets", Assert.Single(worlds[0].GetProperty("cannot").EnumerateArray()).GetString());
        Assert.Empty(worlds[0].GetProperty("lacks").EnumerateArray());
        Assert.Equal(10, list.RootElement.GetProperty("presets").GetArrayLength());
    }

    [Fact]
    public async Task Targets_says_what_the_machine_lacks_for_containers()
    {
        (int exit, string text, _) = await ChaosProcess.FinishAsync(
            chaos.Start(["targets"], ("DOCKER_HOST", "unix:///nowhere/docker.sock")));

        Assert.Equal(0, exit);
        Assert.Contains("/nowhere/docker.sock", text, StringComparison.Ordinal);
        Assert.Contains("ready", text, StringComparison.Ordinal);
    }

    public void Dispose() => chaos.Dispose();
}
