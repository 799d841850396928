using Chaos.Model;

namespace Chaos.Runs.Tests;

/// <summary>A finished repetition in a file of its own.</summary>
public sealed class RepetitionFileTests
{
    private static readonly RunContents Run = SampleRun.Create();

    private static readonly RepetitionFacts Facts = new()
    {
        Cell = Run.Flows[0].Cell,
        Repetition = 1,
        Backend = "sim",
        Seconds = 1.25,
        Reopened = new Dictionary<string, int> { ["feeds"] = 3 },
        LostAndRemade = new Dictionary<string, int>(),
        Table = new TableCounters(10, 20, 30, 0, 1, 2, 3, new NewcomerLosses(4, 5, 6), WatchedHalves: 7),
        LossesBySecond = [new NewcomerLosses(1, 2, 3), default],
        Newcomers = [new NewcomerGroup("dns", new NewcomerCounts(9, 8, 7, 6, 5, 4, 3, 2), [default, NewcomerCounts.OneAnswered])],
        Packets = 12_345_678_901,
        Trace = ulong.MaxValue,
        Invalidations = ["late"],
    };

    [Fact]
    public void Rows_and_facts_come_back()
    {
        using ScratchFolder scratch = new();
        RepetitionFile written = Write(scratch);

        RepetitionFile read = RepetitionFile.Open(scratch.File("one"));

        Assert.Equivalent(Facts, read.Facts, strict: true);
        Assert.Equal(Run.Flows, read.Flows());
        Assert.Equivalent(Run.Events, read.Events().ToArray(), strict: true);
        Assert.Equal(Run.Table, read.Table());
        Assert.Equal(Run.Flows.Count, read.FlowCount);
        Assert.True(read.IsSameAs(written));
        Assert.Equal(["one"], Directory.EnumerateFiles(scratch.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void Its_rows_are_the_bytes_of_the_files_of_the_run()
    {
        using ScratchFolder scratch = new();
        RepetitionFile file = Write(scratch);
        using RunFolder folder = RunFolder.Create(scratch.File("run"));
        folder.WriteCells(Run.Results, [file]);
        using RunFolder plain = RunFolder.Create(scratch.File("plain"));
        plain.WriteCells(Run.Results, [new RowsInMemory(Run.Flows, Run.Events, Run.Table)]);

        foreach (string name in new[] { "flows.csv", "events.jsonl", "table.csv", "results.json" })
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(scratch.File("plain"), name)), File.ReadAllBytes(Path.Combine(scratch.File("run"), name)));
        }
    }

    [Fact]
    public void A_repetition_that_took_another_time_is_the_same_and_one_with_another_row_or_fact_is_not()
    {
        using ScratchFolder scratch = new();
        RepetitionFile file = Write(scratch);

        Assert.True(file.IsSameAs(Write(scratch, Facts with { Seconds = 7 }, Run.Flows)));
        Assert.False(file.IsSameAs(Write(scratch, Facts with { Packets = 7 }, Run.Flows)));
        Assert.False(file.IsSameAs(Write(scratch, Facts, Run.Flows.Skip(1))));
    }

    /// <summary>Each byte in turn would take long: all of the end, where lengths and checksums are, and a part of the rest.</summary>
    [Fact]
    public void A_changed_byte_anywhere_is_damage()
    {
        using ScratchFolder scratch = new();
        Write(scratch, Facts, Run.Flows.Take(5));
        byte[] whole = File.ReadAllBytes(scratch.File("one"));
        for (int place = 0; place < whole.Length; place += place < whole.Length - 300 ? 97 : 1)
        {
            byte[] changed = [.. whole];
            changed[place] ^= 0x10;
            File.WriteAllBytes(scratch.File("one"), changed);

            Assert.Throws<DamagedRunException>(() => RepetitionFile.Open(scratch.File("one")));
        }
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_or_longer_is_damage()
    {
        using ScratchFolder scratch = new();
        Write(scratch, Facts, Run.Flows.Take(5));
        byte[] whole = File.ReadAllBytes(scratch.File("one"));
        for (int length = 0; length <= whole.Length + 1; length += length < whole.Length - 300 ? 97 : 1)
        {
            if (length == whole.Length) continue;
            File.WriteAllBytes(scratch.File("one"), [.. whole.Take(length), .. new byte[Math.Max(0, length - whole.Length)]]);

            Assert.Throws<DamagedRunException>(() => RepetitionFile.Open(scratch.File("one")));
        }
    }

    [Fact]
    public void Nothing_is_left_of_a_repetition_whose_rows_cannot_be_written()
    {
        using ScratchFolder scratch = new();

        Assert.Throws<StorageException>(() => Write(scratch, Facts, Failing()));

        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.FullPath));

        static IEnumerable<FlowRecord> Failing()
        {
            yield return Run.Flows[0];
            throw new IOException("full", 28);
        }
    }

    private static RepetitionFile Write(ScratchFolder scratch) => Write(scratch, Facts, Run.Flows);

    private static RepetitionFile Write(ScratchFolder scratch, RepetitionFacts facts, IEnumerable<FlowRecord> flows) =>
        RepetitionFile.Write(scratch.File("one"), facts, flows, Run.Events, Run.Table);
}
