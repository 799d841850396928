using System.Diagnostics;
using System.Text.Json;

namespace Chaos.Cli.Tests;

/// <summary>Full, read-only and vanished places: what is done is kept, and the message has no stack trace.</summary>
public sealed class StorageFailureTests : IDisposable
{
    private static readonly string Quickstart = ChaosProcess.Scenario("quickstart.yaml");

    private readonly ChaosProcess chaos = new();

    [MountFact]
    public async Task A_full_disk_is_exit_74_keeps_the_finished_cells_and_the_run_can_be_resumed_once_there_is_room()
    {
        string disk = chaos.Folder.CreateSubdirectory("disk").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk);
        try
        {
            (int exit, string output, string errors) = await chaos.RunAsync("run", Quickstart, "--out", "disk/run", "--jobs", "1");

            Assert.Equal(74, exit);
            Assert.Contains("cannot be written: no space is left on its file system; free some", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
            Assert.Matches("finish it with: ./chaos run .*quickstart.yaml --seed 42 --jobs 1 --out disk/run --resume\n", errors);
            Assert.Matches(@"\n2304 +baseline +[\d,]+ ", output);
            Dictionary<string, DateTime> kept = Repetitions("disk/run");
            Assert.InRange(kept.Count, 1, 17);
            Assert.Equal(0, (await chaos.RunAsync("report", "disk/run", "--out", "page.html")).Exit);
            Assert.Equal(kept, Repetitions("disk/run"));

            await RunAsync("mount", "-o", "remount,size=64m", disk);
            (int resumed, _, string again) = await chaos.RunAsync("run", Quickstart, "--out", "disk/run", "--resume");
            Assert.True(resumed == 0, again);
            Assert.Equal(6, Cells("disk/run").Length);
            Assert.False(Directory.Exists(Path.Combine(disk, "run", "repetitions")));
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    [MountFact]
    public async Task A_read_only_place_is_exit_73_and_nothing_is_run()
    {
        string disk = chaos.Folder.CreateSubdirectory("disk").FullName;
        Assert.True((await chaos.RunAsync("run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "disk/old")).Exit == 0);
        await RunAsync("mount", "--bind", disk, disk);
        try
        {
            await RunAsync("mount", "-o", "remount,ro,bind", disk);
            foreach (string words in new[]
            {
                $"run {Quickstart} --out disk/run", $"run {Quickstart} --out disk/old --resume", "report disk/old --out disk/page.html",
                $"nat record {Quickstart} --only variant=baseline --only mapSize=2304 --out disk/run.jsonl",
            })
            {
                (int exit, _, string errors) = await chaos.RunAsync(words.Split(' '));

                Assert.True(exit == 73, $"{words}: {exit}, {errors}");
                Assert.Contains("cannot be created: its file system is read-only", errors, StringComparison.Ordinal);
                Assert.DoesNotContain("\n[", errors, StringComparison.Ordinal);
            }
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    [Fact]
    public async Task A_folder_that_is_removed_in_the_middle_is_exit_74_and_the_table_shows_the_finished_cells()
    {
        using Process process = chaos.Start(
            ["run", Quickstart, "--out", "run", "--jobs", "1", "--set", "repetitions=10"]);
        string? line;
        do line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.StartsWith("[1/", StringComparison.Ordinal));

        Directory.Move(Path.Combine(chaos.Folder.FullName, "run"), Path.Combine(chaos.Folder.FullName, "gone"));
        (int exit, string output, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.Equal(74, exit);
        Assert.Contains("its folder is not there, or was removed; make it", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Matches(@"\n2304 +baseline +[\d,]+ ", output);
        Assert.DoesNotContain("report:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report run --out no/page.html")]
    [InlineData("nat record small.yaml --out no/run.jsonl")]
    public async Task A_file_under_a_folder_that_does_not_exist_is_exit_73(string words)
    {
        chaos.Write("small.yaml", """
            version: 1
            name: small
            duration: 1s
            warmUp: none
            flows: [{ name: feeds, protocol: udp, count: 2, serverEvery: 200ms, patience: 1s }]
            """);
        await chaos.RunAsync("run", "small.yaml", "--out", "run");

        (int exit, _, string errors) = await chaos.RunAsync(words.Split(' '));

        Assert.Equal(73, exit);
        Assert.Matches("^chaos: no/(page.html|run.jsonl): cannot be created: its folder is not there", errors);
    }

    [Theory]
    [InlineData("/dev/full", "no space is left")]
    [InlineData("&5", "its reader is gone")]
    [InlineData("&-", "it is closed")]
    public async Task Standard_output_that_takes_nothing_is_exit_74_and_the_run_is_complete(string place, string reason)
    {
        chaos.Write("in.sh", $"""
            mkfifo pipe
            exec 4<>pipe 5>pipe 4>&-
            "$@" >{place}
            """);

        (int exit, _, string errors) = await chaos.ShellAsync(
            "in.sh", ["run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run"]);

        Assert.Equal(74, exit);
        Assert.Contains($"chaos: standard output: cannot be written: {reason}", errors, StringComparison.Ordinal);
        Assert.Contains("the run is complete, in run", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(chaos.Folder.FullName, "run", "report.html")));
        Assert.Equal(74, (await chaos.ShellAsync("in.sh", ["targets"])).Exit);
    }

    [Fact]
    public async Task Standard_error_that_takes_nothing_changes_no_verdict()
    {
        chaos.Write("in.sh", "\"$@\" 2>/dev/full");

        (int exit, string output, _) = await chaos.ShellAsync(
            "in.sh", ["run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run"]);

        Assert.Equal(0, exit);
        Assert.Contains("report: run/report.html", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_into_a_file_that_others_append_to_overwrites_nothing()
    {
        chaos.Write("in.sh", "{ echo before; \"$@\"; echo after; } >>all.txt");

        await chaos.ShellAsync("in.sh", ["targets", "--json"]);

        string all = await File.ReadAllTextAsync(Path.Combine(chaos.Folder.FullName, "all.txt"), TestContext.Current.CancellationToken);
        Assert.StartsWith("before\n{", all, StringComparison.Ordinal);
        Assert.EndsWith("}\nafter\n", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("clean")]
    [InlineData("run SCENARIO --backend docker --out run")]
    public async Task An_address_of_an_engine_that_makes_no_sense_is_exit_69_with_the_remedy(string words)
    {
        foreach (string address in new[] { "garbage", "http://[", "ssh://", "tcp://nowhere:99999" })
        {
            Process process = chaos.Start(
                words.Split(' ').Select(word => word == "SCENARIO" ? Quickstart : word), ("DOCKER_HOST", address));

            (int exit, string output, string errors) = await ChaosProcess.FinishAsync(process);

            Assert.True(exit == 69, $"{address}: {errors}");
            Assert.Contains("Docker engine", output + errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Memory_that_runs_out_is_exit_69_with_the_amount_and_what_takes_less()
    {
        Process process = chaos.Start(
            ["run", Quickstart, "--out", "run", "--set", "flows.senders.count=100000"], ("DOTNET_GCHeapHardLimit", "0x3000000"));

        (int exit, _, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.Equal(69, exit);
        Assert.Contains("chaos: out of memory: this process may use 48 MiB; run fewer cells at a time", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    public void Dispose() => chaos.Dispose();

    /// <summary>By file, when it was written.</summary>
    private Dictionary<string, DateTime> Repetitions(string run) =>
        new DirectoryInfo(Path.Combine(chaos.Folder.FullName, run, "repetitions")).EnumerateFiles("*.part").ToDictionary(
            file => file.Name, file => file.LastWriteTimeUtc);

    private string[] Cells(string run)
    {
        using JsonDocument results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(chaos.Folder.FullName, run, "results.json")));
        return [.. results.RootElement.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("id").GetString()!)];
    }

    private static async Task RunAsync(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
