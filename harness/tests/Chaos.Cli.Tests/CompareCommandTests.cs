using System.Text.Json;
using System.Text.RegularExpressions;

namespace Chaos.Cli.Tests;

/// <summary>`compare`, and `report` over several runs and damaged ones.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task A_run_is_no_worse_than_itself_and_one_that_loses_more_is_exit_1()
    {
        string scenario = ChaosProcess.Scenario("evict-reverse.yaml");
        await chaos.RunAsync("run", scenario, "--out", "before", "--only", "variant=cilium-1.18");
        await chaos.RunAsync("run", scenario, "--out", "after", "--only", "variant=cilium-1.18", "--seed", "7");
        await chaos.RunAsync("run", scenario, "--out", "other", "--only", "variant=baseline");

        (int same, string output, string errors) = await chaos.RunAsync(
            "compare", "before", "after", "--margin", "30pp", "--out", "same.html");
        (int worse, string told, _) = await chaos.RunAsync("compare", "good=before", "bad=other", "--json", "--out", "worse.html");

        Assert.True(same == 0, output + errors);
        Assert.Contains("pass after against before", output, StringComparison.Ordinal);
        Assert.Contains("note: after and before are of different scenarios", output, StringComparison.Ordinal);
        Assert.Equal(1, worse);
        using JsonDocument results = JsonDocument.Parse(told);
        Assert.Equal("fail", results.RootElement.GetProperty("verdict").GetString());
        Assert.Contains("bad against good", await Page("worse.html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare", "one")]
    [InlineData("compare", "one", "two", "--margin", "1")]
    [InlineData("compare", "one", "two", "--margin", "-1pp")]
    [InlineData("compare", "same=one", "same=two")]
    [InlineData("run", "SCENARIO", "--quiet", "--verbose")]
    [InlineData("schema", "--faults", "--results")]
    public async Task A_wrong_command_line_is_exit_64(params string[] words)
    {
        (int exit, _, string errors) = await chaos.RunAsync(
            [.. words.Select(word => word == "SCENARIO" ? ChaosProcess.Scenario("evict-reverse.yaml") : word)]);

        Assert.True(exit == 64, errors);
        Assert.Empty(chaos.Folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Several_runs_make_one_page_with_an_index_and_a_damaged_one_still_shows_its_whole_cells()
    {
        await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run", "--quiet");
        (int exit, string output, _) = await chaos.RunAsync("report", "run", "again=run", "--out", "index.html");
        Assert.Equal((0, "index.html\n"), (exit, output));
        Assert.Contains("href=\"run/report.html\"", await Page("index.html"), StringComparison.Ordinal);

        (int arrow, _, _) = await chaos.RunAsync("report", "run", "--arrow");
        Assert.Equal(0, arrow);
        Assert.Equal("ARROW1"u8.ToArray(), (await Bytes("run/flows.arrow"))[..6]);

        byte[] flows = await Bytes("run/flows.csv");
        await File.WriteAllBytesAsync(PathOf("run/flows.csv"), flows[..(flows.Length * 2 / 3)], TestContext.Current.CancellationToken);
        (int damaged, _, string errors) = await chaos.RunAsync("report", "run");
        Assert.Equal(65, damaged);
        Assert.Contains("flows.csv:", errors, StringComparison.Ordinal);
        string page = await Page("run/report.html");
        Assert.Contains("the run folder is damaged, 1 of 3 cells are whole", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cilium-1.18</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_but_results_and_tables_fit_a_pipe_and_a_terminal()
    {
        string scenario = ChaosProcess.Scenario("evict-reverse.yaml");
        (int exit, string output, string errors) = await chaos.RunAsync("run", scenario, "--out", "run", "--quiet");
        Assert.Equal((0, ""), (exit, errors));
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.Matches(@"^variant +flows +alive at the end +senders +feeds +deaths by cause +evictions$", lines[0]);

        chaos.Write("terminal.sh", "stty cols 60 < /dev/tty; exec \"$@\"");
        (_, string shown, _) = await ChaosProcess.FinishAsync(System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(
                "script",
                [
                    "-qec",
                    $"bash {PathOf("terminal.sh")} dotnet {Path.Combine(AppContext.BaseDirectory, "chaos.dll")} run {scenario} --out "
                        + $"tty --quiet",
                    "/dev/null",
                ])
            {
                WorkingDirectory = chaos.Folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["NO_COLOR"] = "1", ["TERM"] = "xterm" },
            })!);
        // NO_COLOR forbids colours; a bold word is none.
        Assert.DoesNotMatch(@"\u001b\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]", shown);
        // What the runtime tells a terminal when it opens it is no part of a line.
        shown = Regex.Replace(shown, @"\u001b(\[[?0-9;]*[A-Za-z]|[=>])", "");
        string[] table = [.. shown.Split('\n').TakeWhile(line => !line.StartsWith("not shown", StringComparison.Ordinal)).Select(line =>
            line.TrimEnd())];
        Assert.Contains("not shown, the terminal is too narrow: ", shown, StringComparison.Ordinal);
        Assert.All(table, line => Assert.InRange(line.Length, 1, 60));
    }

    public void Dispose() => chaos.Dispose();

    private string PathOf(string name) => Path.Combine(chaos.Folder.FullName, name);

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(PathOf(name), TestContext.Current.CancellationToken);

    private Task<string> Page(string name) => File.ReadAllTextAsync(PathOf(name), TestContext.Current.CancellationToken);
}
