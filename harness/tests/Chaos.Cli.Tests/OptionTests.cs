using System.Diagnostics;
using System.Text.Json;

namespace Chaos.Cli.Tests;

/// <summary>Options and verbs that are wrong, and those that all verbs share.</summary>
public sealed class OptionTests : IDisposable
{
    private const string Small = """
        version: 1
        name: NAME
        duration: 1s
        repetitions: 1
        warmUp: none
        flows: [{ name: feeds, protocol: udp, count: 2, openOver: 100ms, serverEvery: 200ms, patience: 1s }]
        matrix: { mapSize: [1024, 2048] }
        """;

    private static readonly string Quickstart = ChaosProcess.Scenario("quickstart.yaml");

    private readonly ChaosProcess chaos = new();

    [Theory]
    [InlineData("run SCENARIO --jsn", "unknown option --jsn; did you mean `--json`?")]
    [InlineData("run SCENARIO --jsn=1", "unknown option --jsn; did you mean `--json`?")]
    [InlineData("doctor --jsn", "unknown option --jsn; did you mean `--json`?")]
    [InlineData("plan --sett a=b SCENARIO", "unknown option --sett; did you mean `--set`?")]
    [InlineData("runn SCENARIO", "'runn' is no verb; did you mean `run`?")]
    [InlineData("nat repla x", "'repla' is no verb; did you mean `replay`?")]
    [InlineData("", "a verb is missing; known here: run, plan, size")]
    [InlineData("run SCENARIO --seed abc", "--seed: 'abc' is not a whole number from 0 to 18446744073709551615")]
    [InlineData("run SCENARIO --seed -1", "--seed: '-1' is not a whole number")]
    [InlineData("run SCENARIO --jobs 0", "--jobs: '0' is not a whole number from 1 to 2147483647")]
    [InlineData("run SCENARIO --backend moon", "--backend: 'moon' is not one of sim, docker")]
    [InlineData("analyze t.csv --tau x", "--tau: 'x' is not a finite number above 0")]
    [InlineData("map replay t --max-entries 1e9", "--max-entries: '1e9' is not a whole number from 1 to")]
    [InlineData("validate - -", "- is standard input, which can be read once")]
    [InlineData("validate SCENARIO --axis mapSize", "--axis mapSize: write path=value,value")]
    public async Task A_wrong_word_is_named_with_the_nearest_one_and_no_text_of_the_platform(string words, string reason)
    {
        (int exit, string output, string errors) = await chaos.RunAsync(
            [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "SCENARIO" ? Quickstart : word)]);

        Assert.Equal((64, ""), (exit, output));
        Assert.StartsWith($"chaos: {reason}", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_name_looks_like_an_option_stands_behind_two_dashes()
    {
        chaos.Write("--small.yaml", Small.Replace("NAME", "small", StringComparison.Ordinal));

        Assert.Equal(0, (await chaos.RunAsync("validate", "--", "--small.yaml")).Exit);
        Assert.Equal(64, (await chaos.RunAsync("validate", "--small.yaml")).Exit);
    }

    [Fact]
    public async Task Plan_and_validate_choose_cells_and_values_as_run_does()
    {
        string[] choice = ["--axis", "mapSize=4096,64Ki", "--only", "mapSize=64Ki", "--seed", "7"];
        (int exit, string text, string notes) = await chaos.RunAsync(["validate", Quickstart, .. choice]);
        (_, string json, _) = await chaos.RunAsync(["plan", Quickstart, .. choice, "--json", "--set", "flows.api.count=10"]);

        Assert.Equal(0, exit);
        Assert.EndsWith("quickstart.yaml: good, 3 cells\n", text, StringComparison.Ordinal);
        Assert.Contains("9 of 9 expectations are left out", notes, StringComparison.Ordinal);
        using JsonDocument plan = JsonDocument.Parse(json);
        JsonElement first = plan.RootElement[0].GetProperty("cells")[0];
        Assert.Equal("mapSize=64Ki,variant=baseline", first.GetProperty("id").GetString());
        Assert.Equal(410, first.GetProperty("flows").GetInt32());
        Assert.InRange(plan.RootElement[0].GetProperty("measured").GetProperty("seconds").GetDouble(), 0.01, 3600);
        Assert.Equal(64, (await chaos.RunAsync("validate", Quickstart, "--only", "colour=red")).Exit);
    }

    [Fact]
    public async Task Several_scenarios_are_one_json_document_and_so_are_mistakes()
    {
        foreach (string name in (string[])["first", "second"])
            chaos.Write($"{name}.yaml", Small.Replace("NAME", name, StringComparison.Ordinal));
        chaos.Write("bad.yaml", "version: 1\nname: bad\n");

        (int exit, string output, _) = await chaos.RunAsync("run", "first.yaml", "second.yaml", "--out", "runs", "--json");
        (int bad, string mistakes, _) = await chaos.RunAsync("run", "first.yaml", "bad.yaml", "--out", "none", "--json");
        (int reported, string report, _) = await chaos.RunAsync("report", "runs/first", "--json");

        Assert.Equal((0, 65, 0), (exit, bad, reported));
        using JsonDocument results = JsonDocument.Parse(output), list = JsonDocument.Parse(mistakes), one = JsonDocument.Parse(report);
        Assert.Equal(
            ["first", "second"], results.RootElement.EnumerateArray().Select(result => result.GetProperty("scenario").GetString()));
        Assert.Equal("bad.yaml", list.RootElement[0].GetProperty("file").GetString());
        Assert.Equal("first", one.RootElement.GetProperty("scenario").GetString());
        Assert.False(Directory.Exists(Path.Combine(chaos.Folder.FullName, "none")));
    }

    [Fact]
    public async Task A_scenario_on_standard_input_runs_and_its_mistakes_have_positions()
    {
        using Process run = chaos.StartWithInput("run", "-", "--out", "run");
        await run.StandardInput.WriteAsync(Small.Replace("NAME", "piped", StringComparison.Ordinal));
        run.StandardInput.Close();
        (int exit, _, string errors) = await ChaosProcess.FinishAsync(run);
        using Process validate = chaos.StartWithInput("validate", "-");
        await validate.StandardInput.WriteAsync("version: 1\nnaem: x\n");
        validate.StandardInput.Close();
        (int bad, _, string mistakes) = await ChaosProcess.FinishAsync(validate);

        Assert.True(exit == 0, errors);
        Assert.True(File.Exists(Path.Combine(chaos.Folder.FullName, "run", "report.html")));
        Assert.Equal(65, bad);
        Assert.Contains("-:2:1: unknown key `naem`; did you mean `name`?", mistakes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    [InlineData("validate")]
    [InlineData("report")]
    [InlineData("compare")]
    [InlineData("merge")]
    [InlineData("doctor")]
    [InlineData("clean")]
    [InlineData("schema")]
    [InlineData("map", "replay")]
    [InlineData("nat", "replay")]
    [InlineData("nat", "record")]
    [InlineData("targets")]
    [InlineData("analyze")]
    public async Task The_help_of_each_verb_has_an_example(params string[] verb)
    {
        (int exit, string output, _) = await chaos.RunAsync([.. verb, "--help"]);

        Assert.Equal(0, exit);
        Assert.Matches($"Examples?:\n  \\./chaos {string.Join(' ', verb)}", output);
    }

    [Fact]
    public async Task Flows_of_a_run_are_analyzed_without_naming_columns()
    {
        await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run");

        (int exit, string json, string errors) = await chaos.RunAsync("analyze", "run/flows.csv", "--json", "--strata", "group");
        (int wrong, _, string reason) = await chaos.RunAsync("analyze", "run/flows.csv", "--group", "flow");
        (int named, _, _) = await chaos.RunAsync("analyze", "run/flows.csv", "--time", "observedUntil");

        Assert.True(exit == 0, errors);
        using JsonDocument analysis = JsonDocument.Parse(json);
        Assert.Contains("variant=baseline", json, StringComparison.Ordinal);
        Assert.Equal((64, 64), (wrong, named));
        Assert.Contains("--group: in flows.csv it is one of cell, repetition, group", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_replay_prints_a_summary_and_the_keys_only_when_asked()
    {
        chaos.Write("trace.txt", string.Concat(Enumerable.Range(0, 300).Select(key => $"0 update {key}\n")) + "0 delete 99999\n");

        (int exit, string summary, _) = await chaos.RunAsync("map", "replay", "trace.txt", "--max-entries", "256");
        (_, string keys, _) = await chaos.RunAsync("map", "replay", "trace.txt", "--max-entries", "256", "--keys");
        (_, string json, _) = await chaos.RunAsync("map", "replay", "trace.txt", "--max-entries", "256", "--json");

        Assert.Equal(0, exit);
        Assert.Matches(
            "^301 operations on 256 entries: [0-9]+ survive, [0-9]+ evicted, 1 refused\n  ENOENT: 1, first at line 301\n$", summary);
        Assert.Contains("survivors: ", keys, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(
            keys.Split("survivors: ")[1].Split('\n')[0].Split(' ').Length, document.RootElement.GetProperty("keys").GetArrayLength());
    }

    public void Dispose() => chaos.Dispose();
}
