using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Chaos.Replay.Recordings;

namespace Chaos.Replay.Tests;

/// <summary>
/// What Cilium's own code did on a kernel's own map, packet by packet. Source: the unmodified SNAT functions of the release tags, run as tc
/// programs on Linux 6.18 (see harness/docs/recordings.md).
/// </summary>
public sealed class CiliumRecordingTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.gz").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Recordings");

    [Theory]
    [MemberData(nameof(Files))]
    public void Our_datapath_does_what_ciliums_code_did_line_by_line(string file)
    {
        using FileStream content = File.OpenRead(Path.Combine(Folder, file));

        PacketReplayResult result = PacketReplay.Of(file, content);

        Assert.Null(result.First);
        Assert.Equal(result.Lines, result.Agree);
        Assert.InRange(result.Lines, 2500, 2600);
    }

    [Fact]
    public void All_recorded_releases_and_cases_are_here() => Assert.Equal(
        8 * 5, Files.Select(row => row.Data).Count(file => file.StartsWith("v1.1", StringComparison.Ordinal)));

    /// <summary>Each kind of line can differ, and its number is found.</summary>
    [Theory]
    [InlineData("verdict", "drop")]
    [InlineData("out", "00")]
    [InlineData("draws", null)]
    [InlineData("found", "flipped")]
    [InlineData("code", "-142")]
    public void A_line_that_was_changed_is_named(string member, string? value)
    {
        string[] lines = Lines("v1.18.0-icmp.jsonl.gz");
        int changed = Array.FindIndex(lines, line => line.Contains($"\"{member}\":", StringComparison.Ordinal));
        JsonNode line = JsonNode.Parse(lines[changed])!;
        line[member] = (member, value) switch
        {
            ("out", _) => value + ((string)line["out"]!)[2..],
            ("draws", _) => new JsonArray(1, 2, 3),
            ("found", _) => !(bool)line["found"]!,
            ("code", _) => int.Parse(value!, System.Globalization.CultureInfo.InvariantCulture),
            _ => value,
        };
        lines[changed] = line.ToJsonString();

        PacketReplayResult result = Replay(lines);

        Assert.Equal(changed + 1, result.First!.Line);
        Assert.NotEqual(result.First.Expected, result.First.Got);
    }

    [Fact]
    public void Entries_that_differ_are_listed_on_their_side()
    {
        string[] lines = Lines("v1.19.0-plain.jsonl.gz");
        int place = Array.FindIndex(lines, line => line.StartsWith("{\"do\":\"entries\"", StringComparison.Ordinal));
        JsonNode line = JsonNode.Parse(lines[place])!;
        string lost = (string)line["entries"]![0]!;
        line["entries"]![0] = "original tcp 192.0.2.1:1>192.0.2.2:2=192.0.2.3:3";
        lines[place] = line.ToJsonString();

        PacketReplayResult result = Replay(lines);

        Assert.Equal((place + 1, result.Lines - 1), (result.First!.Line, result.Agree));
        Assert.Equal(["original tcp 192.0.2.1:1>192.0.2.2:2=192.0.2.3:3"], result.First.EntriesMissing);
        Assert.Equal([lost], result.First.EntriesExtra);
    }

    [Fact]
    public void A_recording_replayed_as_another_release_differs()
    {
        string[] lines = Lines("v1.17.13-icmp.jsonl.gz");
        lines[0] = lines[0].Replace("cilium-1.17.13", "cilium-1.17.0", StringComparison.Ordinal);

        Assert.NotNull(Replay(lines).First);
    }

    internal static string[] Lines(string file)
    {
        using StreamReader text = new(new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress));
        return text.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    private static PacketReplayResult Replay(string[] lines)
    {
        using MemoryStream content = new(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        return PacketReplay.Of("changed.jsonl", content);
    }
}
