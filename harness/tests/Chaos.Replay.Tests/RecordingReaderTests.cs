using System.IO.Compression;
using System.Text;
using Chaos.Replay.Recordings;
using CsCheck;

namespace Chaos.Replay.Tests;

/// <summary>A recording comes from anybody: what is wrong with it has a line, and nothing else is thrown.</summary>
public sealed class RecordingReaderTests
{
    private const string Header = """
        {"do":"configure","version":1,"source":"test","variant":"cilium-1.19","mapSize":64,"address":"192.0.2.1","ports":"32768-65535","lru":"common","batch":"scaled","possibleCpus":2}
        """;

    private const string Packet = """{"do":"egress","packet":"45","verdict":"forward"}""";

    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "1: the file is empty" },
        { "\n\n", "2: the file is empty" },
        { """{"do":"address","address":"192.0.2.1"}""", "1: the first line must be `do: configure`" },
        { Header + "\n" + Header, "2: only the first line may be `do: configure`" },
        { Changed(Header, "\"version\":1", "\"version\":2"), "1: this is version 2 of the format; version 1 can be replayed" },
        { Changed(Header, "64", "0"), "1: `mapSize` must be 1 to 16777216" },
        { Changed(Header, "32768-", "0-"), "1: `ports` must be a range, such as 32768-65535" },
        { Changed(Header, "\"common\"", "\"comon\""), "1: `lru` must be common or percpu" },
        { Second(Changed(Packet, "egress", "egres")), "2: `do` must be configure, egress, ingress, delete, address or entries" },
        { Second(Changed(Packet, "\"packet\":\"45\",", "")), "2: `packet` is missing" },
        { Second(Changed(Packet, "45", "4")), "2: `packet` must be bytes in hexadecimal, two digits each" },
        { Second(Changed(Packet, "}", ",\"out\":\"4500\"}")), "2: `out` must be as long as `packet`: a NAT changes no length" },
        { Second(Changed(Packet, "forward", "forwards")), "2: `verdict` must be forward, punt or drop" },
        { Second(Changed(Packet, "}", ",\"cpu\":2}")), "2: `cpu` must be below possibleCpus, which is 2" },
        { Second("""{"do":"delete","found":true}"""), "2: `entry` is missing" },
        { Second("""{"do":"address","address":"192.0.2"}"""), "2: `address` must be an IPv4 address, such as 192.0.2.1" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_line(string text, string expected)
    {
        BadRecordingException wrong = Assert.Throws<BadRecordingException>(() => Replay(Encoding.UTF8.GetBytes(text)));

        Assert.Equal($"file:{expected}", wrong.Message);
    }

    [Fact]
    public void An_unknown_variant_is_told_with_those_that_there_are()
    {
        string text = Header.Replace("cilium-1.19", "cilium-2.0", StringComparison.Ordinal);

        BadRecordingException wrong = Assert.Throws<BadRecordingException>(() => Replay(Encoding.UTF8.GetBytes(text)));

        Assert.StartsWith("file:1: `variant`: there is no 'cilium-2.0'; there are baseline, ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_the_format_does_not_have_is_a_mistake()
    {
        BadRecordingException wrong = Assert.Throws<BadRecordingException>(
            () => Replay(Encoding.UTF8.GetBytes(Header + "\n{\"do\":\"address\",\"adress\":\"192.0.2.1\"}")));

        Assert.StartsWith("file:2: no line of a recording: The JSON property 'adress'", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_that_breaks_off_is_a_mistake()
    {
        using MemoryStream zipped = new();
        using (GZipStream stream = new(zipped, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(Encoding.UTF8.GetBytes(Header));
        byte[] damaged = zipped.ToArray();
        damaged[15] ^= 0xFF;

        Assert.Throws<BadRecordingException>(() => Replay(damaged));
    }

    [Fact]
    public void A_note_may_stand_on_any_line_and_a_line_may_end_as_on_windows()
    {
        string text = Header + "\r\n" + """{"do":"address","address":"192.0.2.9","note":"moved"}""" + "\r\n";

        Assert.True(Replay(Encoding.UTF8.GetBytes(text)).IsSame);
    }

    [Fact]
    public void Whatever_the_bytes_nothing_but_a_mistake_comes_of_them() => Gen.Byte.Array[0, 400].Sample(
        bytes =>
        {
            try
            {
                Replay(bytes);
            }
            catch (BadRecordingException)
            {
                // As it should be.
            }
        },
        iter: 2000);

    /// <summary>Hostile packets in a good file: any bytes, any member missing or of another type.</summary>
    [Fact]
    public void Whatever_the_line_nothing_but_a_mistake_comes_of_it()
    {
        string[] good = CiliumRecordingTests.Lines("v1.18.7-evict.jsonl.gz")[..200];
        Gen.Select(Gen.Int[1, good.Length - 1], Gen.Int[0, 2000], Gen.Byte).Sample(
            (line, place, value) =>
            {
                byte[] bytes = Encoding.Latin1.GetBytes(good[line]);
                bytes[place % bytes.Length] = value;
                string[] lines = [.. good];
                lines[line] = Encoding.Latin1.GetString(bytes);
                try
                {
                    Replay(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
                }
                catch (BadRecordingException)
                {
                    // As it should be.
                }
            },
            iter: 500);
    }

    private static string Second(string line) => Header + "\n" + line;

    private static string Changed(string line, string part, string other) => line.Replace(part, other, StringComparison.Ordinal);

    private static PacketReplayResult Replay(byte[] bytes)
    {
        using MemoryStream content = new(bytes);
        return PacketReplay.Of("file", content);
    }
}
