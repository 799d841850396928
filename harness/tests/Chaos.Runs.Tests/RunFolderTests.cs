using System.Text.Json;
using Chaos.Reports;

namespace Chaos.Runs.Tests;

public class RunFolderTests
{
    [Fact]
    public void Everything_written_comes_back()
    {
        using ScratchFolder scratch = new();
        RunContents run = SampleRun.Create();

        Write(scratch, run);
        RunContents back = RunFolder.Open(scratch.FullPath).Read();

        Assert.Equal(run.ScenarioYaml, back.ScenarioYaml);
        Assert.Equal(run.Flows, back.Flows);
        Assert.Equivalent(run.Results, back.Results, strict: true);
        Assert.Equivalent(run.Events, back.Events, strict: true);
        Assert.Equal(run.Table, back.Table);
    }

    [Fact]
    public void The_same_run_is_the_same_bytes_and_leaves_no_other_file()
    {
        using ScratchFolder first = new();
        using ScratchFolder second = new();

        Write(first, SampleRun.Create());
        Write(second, SampleRun.Create());
        RunFolder.Open(second.FullPath).WriteFlows(SampleRun.Create().Flows);

        string[] names =
            [.. Directory.EnumerateFiles(second.FullPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["events.jsonl", "flows.csv", "junit.xml", "report.html", "results.json", "scenario.yaml", "summary.md", "table.csv"], names);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(first.File(name)), File.ReadAllBytes(second.File(name))));
    }

    [Fact]
    public void Results_have_the_documented_fields_in_the_documented_order()
    {
        using ScratchFolder scratch = new();

        Write(scratch, SampleRun.Create());

        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(scratch.File("results.json")));
        JsonElement cell = results.RootElement.GetProperty("cells")[0];
        Assert.Equal(
            "schemaVersion scenario backend mapEngine seed verdict environment cells expectations comparisons question replay tailRule "
            + "invalid notModelled",
            Names(results.RootElement));
        Assert.Equal("commit dotnet kernel cpus docker", Names(results.RootElement.GetProperty("environment")));
        Assert.Equal(
            "id axes target backend repetitions underPressure flows survival groups causes mechanisms map pressure packets wallSeconds "
            + "trace roundTripSeconds lawEntries",
            Names(cell));
        Assert.Equal("mapSize variant", Names(cell.GetProperty("axes")));
        Assert.Equal("total survived died censored refused reopened lostAndRemade", Names(cell.GetProperty("flows")));
        Assert.Equal("at estimate lower upper byRepetition", Names(cell.GetProperty("survival")));
        Assert.Equal("name flows survival causes peer", Names(cell.GetProperty("groups")[0]));
        Assert.Equal("reset portChanged timeout refused closed harness", Names(cell.GetProperty("causes")));
        Assert.Equal(
            "originalEvicted reverseEvicted bothEvicted portTaken allocationFailed fault expired", Names(cell.GetProperty("mechanisms")));
        Assert.Equal("evictions restoredReverse restoredOriginal allocationFailures", Names(cell.GetProperty("map")));
        JsonElement pressure = cell.GetProperty("pressure");
        Assert.Equal(
            "started answered failed unobserved skipped causes failedShare nat natBySecond warmUp groups", Names(pressure));
        Assert.Equal("reset timeout refused closed harness", Names(pressure.GetProperty("causes")));
        Assert.Equal("estimate lower upper byRepetition", Names(pressure.GetProperty("failedShare")));
        Assert.Equal("evictedAtOnce firstReplyPunted allocationFailed", Names(pressure.GetProperty("nat")));
        Assert.Equal("started answered failed skipped", Names(pressure.GetProperty("warmUp")));
        Assert.Equal(
            "name started answered failed unobserved skipped causes failedShare bySecond warmUp", Names(pressure.GetProperty("groups")[0]));
        Assert.Equal("started answered failed skipped", Names(pressure.GetProperty("groups")[0].GetProperty("bySecond")));
        Assert.Equal("text verdict observed basis margin repetitionsNeeded cell group",
            Names(results.RootElement.GetProperty("expectations")[0]));
        Assert.Equal("better than where difference lower upper pValue of along", Names(results.RootElement.GetProperty("comparisons")[0]));
        Assert.Equal("pass", results.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, cell.GetProperty("survival").GetProperty("lower").ValueKind);
    }

    [Fact]
    public void Events_are_one_object_per_line_without_absent_members()
    {
        using ScratchFolder scratch = new();

        Write(scratch, SampleRun.Create());

        const string head = """{"cell":"mapSize=16384,variant=baseline","repetition":1,"time":5.000000,"kind":"fault",""";
        const string fault = """
            "fault":"evict","with":{"half":"reverse","select":"oldest"},
            """;
        const string counts = """
            "counts":{"chosen":20,"entries":20},"which":["uploads-3","uploads-9"]}
            """;
        Assert.Contains(head + fault + counts, File.ReadAllLines(scratch.File("events.jsonl")));
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_and_left_alone()
    {
        using ScratchFolder scratch = new();
        File.WriteAllText(scratch.File("notes.txt"), "mine");

        RunFolderException refused = Assert.Throws<RunFolderException>(() => RunFolder.Create(scratch.FullPath));

        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal([scratch.File("notes.txt")], Directory.GetFileSystemEntries(scratch.FullPath));
        Assert.Throws<RunFolderException>(() => RunFolder.Create(scratch.File("notes.txt")));
        Assert.Equal(
            StorageTrouble.CannotCreate,
            Assert.Throws<StorageException>(() => RunFolder.Create(scratch.File("notes.txt/below"))).Trouble);
        Assert.Throws<RunFolderException>(() => RunFolder.Open(scratch.File("absent")));
    }

    [Theory]
    [InlineData("results.json", "\"seed\": 42", "\"sed\": 42", "missing required properties including: 'seed'")]
    [InlineData("results.json", "\"seed\": 42", "\"seed\": -1", "results.json:6: ")]
    [InlineData("results.json", "\"seed\": 42", "\"seed\": 42, \"seed\": 43", "results.json:6: ")]
    [InlineData("results.json", "\"verdict\": \"pass\"", "\"verdict\": \"fine\"", "results.json:7: ")]
    [InlineData("results.json", "\"schemaVersion\": 1", "\"schemaVersion\": 2", "schemaVersion is 2")]
    [InlineData("results.json", "mapSize=16384,variant=baseline", "mapSize=2560,variant=baseline", "two cells have the id")]
    [InlineData("results.json", "\"total\": 600", "\"total\": 601", "flows.csv:3602: the file ends")]
    [InlineData(
        "flows.csv", "\"mapSize=2560,variant=baseline\",1,calls-199", "\"mapSize=2560\",1,calls-199", "flows.csv:601: cell 'mapSize=2560'")]
    [InlineData("table.csv", ",2500,2560,", ",much,2560,", "table.csv:2: column entries is 'much'")]
    [InlineData("table.csv", "cell,repetition", "cell,run", "table.csv:1: the header must be")]
    [InlineData("events.jsonl", "\"kind\":\"fault\"", "\"kind\":\"quake\"", "events.jsonl:")]
    [InlineData("events.jsonl", "\"time\":5.000000", "\"time\":\"late\"", "events.jsonl:")]
    public void Damage_is_reported_with_file_and_line(string file, string whole, string broken, string message)
    {
        using ScratchFolder scratch = new();
        Write(scratch, SampleRun.Create());
        string text = File.ReadAllText(scratch.File(file));
        int at = text.IndexOf(whole, StringComparison.Ordinal);
        File.WriteAllText(scratch.File(file), string.Concat(text.AsSpan(0, at), broken, text.AsSpan(at + whole.Length)));

        DamagedRunException damage = Assert.Throws<DamagedRunException>(() => RunFolder.Open(scratch.FullPath).Read());

        Assert.Contains(message, damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flows.csv")]
    [InlineData("events.jsonl")]
    [InlineData("table.csv")]
    [InlineData("results.json")]
    public void A_file_cut_off_anywhere_is_one_clear_error_and_cells_that_are_whole_are_still_read(string file)
    {
        using ScratchFolder scratch = new();
        RunContents run = SampleRun.Create();
        Write(scratch, run);
        byte[] bytes = File.ReadAllBytes(scratch.File(file));
        RunFolder folder = RunFolder.Open(scratch.FullPath);
        SampleRandom random = new(5);
        for (int trial = 0; trial < 40; trial++)
        {
            File.WriteAllBytes(scratch.File(file), bytes[..random.Below(bytes.Length)]);
            DamagedRunException? damage = Record.Exception(() => { folder.Read(); }) as DamagedRunException;
            // A file of lines that ends behind a line is a shorter file.
            if (damage is null && file is "events.jsonl" or "table.csv") continue;

            Assert.NotNull(damage);
            Assert.Contains(file, damage.Message, StringComparison.Ordinal);
            if (file == "results.json") continue;
            RunContents whole = folder.ReadWhole(damage);
            Assert.Equal(Survival.Verdict.Unknown, whole.Results.Verdict);
            Assert.All(whole.Results.Cells, cell => Assert.Equal(cell.Flows.Total, whole.Flows.Count(flow => flow.Cell == cell.Id)));
            Assert.True(file == "flows.csv" ? whole.Results.Cells.Count < 6 : whole.Results.Cells.Count == 6);
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using ScratchFolder scratch = new();
        Write(scratch, SampleRun.Create());
        File.Delete(scratch.File("flows.csv"));

        RunFolderException missing = Assert.Throws<RunFolderException>(() => RunFolder.Open(scratch.FullPath).Read());

        Assert.Contains("flows.csv", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_breaks_leaves_the_old_file_and_nothing_else()
    {
        using ScratchFolder scratch = new();
        AtomicFile.Write(scratch.File("a"), stream => stream.WriteByte(1));

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(scratch.File("a"), stream =>
        {
            stream.WriteByte(2);
            throw new InvalidOperationException();
        }));

        Assert.Equal([1], File.ReadAllBytes(scratch.File("a")));
        Assert.Single(Directory.GetFileSystemEntries(scratch.FullPath));
    }

    [Fact]
    public void Files_that_belong_together_change_together_or_not_at_all()
    {
        using ScratchFolder scratch = new();
        AtomicFile.WriteTogether((scratch.File("a"), stream => stream.WriteByte(1)), (scratch.File("b"), stream => stream.WriteByte(1)));

        StorageException full = Assert.Throws<StorageException>(() => AtomicFile.WriteTogether(
            (scratch.File("a"), stream => stream.WriteByte(2)), (scratch.File("b"), _ => throw new IOException("full", 28))));

        Assert.Equal(StorageTrouble.CannotWrite, full.Trouble);
        Assert.Equal([1], File.ReadAllBytes(scratch.File("a")));
        Assert.Equal(2, Directory.GetFileSystemEntries(scratch.FullPath).Length);
    }

    [Fact]
    public void Rows_of_a_cell_that_was_not_finished_are_refused_by_a_report_and_left_out_by_a_resumed_run()
    {
        using ScratchFolder scratch = new();
        RunContents run = SampleRun.Create();
        Write(scratch, run);
        using (RunFolder folder = RunFolder.Resume(scratch.FullPath))
            folder.WriteFlows([.. run.Flows, run.Flows[^1] with { Cell = "another" }]);

        Assert.Throws<DamagedRunException>(() => RunFolder.Open(scratch.FullPath).Read());
        Assert.Equal(run.Flows, RunFolder.Open(scratch.FullPath).ReadDone().Flows);
    }

    private static void Write(ScratchFolder scratch, RunContents run)
    {
        using RunFolder folder = RunFolder.Create(scratch.FullPath);
        folder.WriteScenario(run.ScenarioYaml);
        folder.WriteResults(run.Results);
        folder.WriteFlows(run.Flows);
        folder.WriteEvents(run.Events);
        folder.WriteTable(run.Table);
        folder.WriteReport(ReportWriter.Html(run));
        folder.WriteSummary(ReportWriter.Markdown(run));
        folder.WriteJUnit(ReportWriter.JUnit(run));
    }

    private static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(member => member.Name));
}
