namespace Chaos.Scenarios.Tests;

public sealed class FileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-scenarios-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_loads_like_its_text()
    {
        string path = Write(System.Text.Encoding.UTF8.GetBytes(Given.Full));

        LoadResult result = ScenarioLoader.Load(path, ["clients=7"], null);

        Assert.Equal(Given.Show(Given.Plan(Given.Full, "clients=7")), Given.Show(result.Plan!));
    }

    [Fact]
    public void A_100_MB_file_is_refused_unread()
    {
        string path = Path.Combine(folder.FullName, "large.yaml");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(100_000_000);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        LoadResult result = ScenarioLoader.Load(path, [], null);

        Assert.Equal(
            [$"{path}: is larger than 1 MiB; a scenario is a page of text, is this the right file?"],
            result.Mistakes.Select(mistake => mistake.ToString()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Fact]
    public void Invalid_utf8_has_a_place()
    {
        string path = Write([.. "version: 1\nname: \u00e9"u8, 0xFF, .. "\n"u8]);

        Mistake mistake = Assert.Single(ScenarioLoader.Load(path, [], null).Mistakes);

        Assert.Equal($"{path}:2:8: this byte is not UTF-8; save the file as UTF-8", mistake.ToString());
    }

    [Fact]
    public void A_nul_character_has_a_place()
    {
        string path = Write([.. System.Text.Encoding.UTF8.GetBytes(Given.Small), 0, .. "flows: ["u8]);

        Mistake mistake = Assert.Single(ScenarioLoader.Load(path, [], null).Mistakes);

        Assert.Equal($"{path}:6:1: a NUL character stands here; a scenario is plain text", mistake.ToString());
    }

    [Theory]
    [InlineData("there-is-no-such.yaml")]
    [InlineData(".")]
    [InlineData("a\0b")]
    public void A_file_that_cannot_be_read_is_a_mistake(string name)
    {
        LoadResult result = ScenarioLoader.Load(folder.FullName + "/" + name, [], null);

        Assert.Null(result.Plan);
        Assert.StartsWith("cannot be read: ", Assert.Single(result.Mistakes).Reason, StringComparison.Ordinal);
    }

    private string Write(byte[] content)
    {
        string path = Path.Combine(folder.FullName, "scenario.yaml");
        File.WriteAllBytes(path, content);
        return path;
    }
}
