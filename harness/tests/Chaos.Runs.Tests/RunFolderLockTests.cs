namespace Chaos.Runs.Tests;

/// <summary>A folder has one writer and one identity.</summary>
public sealed class RunFolderLockTests : IDisposable
{
    private static readonly RunIdentity Identity = new(1, "quickstart", 42, "abc", "sim", "csharp", null);

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    private string Path => System.IO.Path.Combine(scratch.FullName, "run");

    [Fact]
    public void A_second_writer_is_refused_until_the_first_is_done()
    {
        using (RunFolder first = RunFolder.Create(Path))
        {
            first.WriteScenario("name: quickstart");
            foreach (Func<string, RunFolder> open in new[] { RunFolder.Create, RunFolder.Resume })
            {
                string reason = Assert.Throws<FolderBusyException>(() => open(Path)).Message;
                Assert.Contains("another run is writing into this folder", reason, StringComparison.Ordinal);
            }

            Assert.Equal("name: quickstart", RunFolder.Open(Path).ReadScenario());
        }

        Assert.Contains("not empty", Assert.Throws<RunFolderException>(() => RunFolder.Create(Path)).Message, StringComparison.Ordinal);
        using RunFolder second = RunFolder.Resume(Path);
        Assert.Equal("name: quickstart", second.ReadScenario());
    }

    /// <summary>kill -9 leaves the file of the lock, and nobody holds it.</summary>
    [Fact]
    public void A_lock_that_a_killed_run_left_keeps_nobody_out()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, ".lock"), "");

        RunFolder.Create(Path).Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path));
    }

    [Fact]
    public void The_identity_comes_back_and_a_damaged_one_has_its_line()
    {
        using RunFolder folder = RunFolder.Create(Path);
        Assert.Null(folder.ReadIdentity());

        folder.WriteIdentity(Identity with { Cells = ["a=1", "a=2"] });
        RunIdentity read = folder.ReadIdentity()!;
        File.WriteAllText(System.IO.Path.Combine(Path, "run.json"), "{\n\"schemaVersion\": 1,\n\"seed\": -1 }");

        Assert.Null(read.WhatDiffersFrom(Identity with { Cells = ["a=1", "a=2"] }));
        Assert.Contains("run.json:3:", Assert.Throws<DamagedRunException>(() => folder.ReadIdentity()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_is_said()
    {
        Assert.Null(Identity.WhatDiffersFrom(Identity));
        Assert.Equal("another scenario or seed", Identity.WhatDiffersFrom(Identity with { Seed = 43 }));
        Assert.Equal("--backend sim --map-engine csharp", Identity.WhatDiffersFrom(Identity with { MapEngine = "kernel" }));
        Assert.Equal("commit abc of chaos", Identity.WhatDiffersFrom(Identity with { Commit = null }));
        Assert.Equal("all cells, not of some (--only, --shard)", Identity.WhatDiffersFrom(Identity with { Cells = ["a=1"] }));
        Assert.Equal("other cells (--only, --shard)", (Identity with { Cells = ["a=1"] }).WhatDiffersFrom(Identity));
    }

    public void Dispose() => scratch.Delete(recursive: true);
}
