namespace Chaos.Replay.Tests;

/// <summary>The file behind `chaos map replay`.</summary>
public sealed class MapTraceTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Lines_are_read_with_their_numbers_past_comments_and_gaps()
    {
        List<MapStep> steps = Read(
            "# CPU OP KEY\n0 update 1\n\n  1\tlookup  18446744073709551615 # the last key\r\n", out List<string> mistakes);

        Assert.Empty(mistakes);
        Assert.Equal([new MapStep(0, MapAction.Update, 1, 2), new MapStep(1, MapAction.Lookup, ulong.MaxValue, 4)], steps);
    }

    [Theory]
    [InlineData("0 update")]
    [InlineData("0 update 1 2")]
    [InlineData("2 update 1")]
    [InlineData("-1 update 1")]
    [InlineData("x update 1")]
    [InlineData("99999999999 update 1")]
    [InlineData("0 UPDATE 1")]
    [InlineData("0 evict 1")]
    [InlineData("0 1 1")]
    [InlineData("0 update 0x10")]
    [InlineData("0 update 1.0")]
    [InlineData("0 update 18446744073709551616")]
    [InlineData("\u001b[31m update 1")]
    public void A_bad_line_is_told_by_its_number(string line)
    {
        Read($"0 update 1\n{line}\n0 update 2\n", out List<string> mistakes);

        string mistake = Assert.Single(mistakes);
        Assert.StartsWith($"{file}:2: ", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', mistake);
    }

    [Fact]
    public void A_file_of_another_kind_does_not_flood_the_terminal()
    {
        Read(string.Concat(Enumerable.Repeat("nonsense\n", 1000)), out List<string> mistakes);

        Assert.InRange(mistakes.Count, 1, 20);
    }

    private List<MapStep> Read(string text, out List<string> mistakes)
    {
        File.WriteAllText(file, text);
        mistakes = [];
        return MapTrace.Read(file, possibleCpus: 2, mistakes);
    }
}
