using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Recordings;

/// <summary>Writes a recording: a file that appears under its name once it is complete.</summary>
public sealed class RecordingWriter : IDisposable
{
    private readonly string path, partial;
    private readonly StreamWriter text;

    /// <param name="path">The file; compressed where it ends in `.gz`.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RecordingWriter(string path)
    {
        this.path = path;
        partial = path + ".part";
        Stream file = File.Create(partial);
        if (path.EndsWith(".gz", StringComparison.Ordinal)) file = new GZipStream(file, CompressionLevel.Optimal);
        text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    /// <summary>Lines written so far.</summary>
    public long Lines { get; private set; }

    public void Configure(NatOptions options, string source) => Write(ConfigurationText.Of(options, source));

    public void Packet(
        DatapathPath path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, PacketVerdict verdict, IReadOnlyList<ushort> draws,
        int cpu) =>
        Write(new LineJson
        {
            Do = path == DatapathPath.Egress ? "egress" : "ingress",
            Packet = Convert.ToHexStringLower(before),
            Verdict = verdict.Kind.ToString().ToLowerInvariant(),
            Draws = draws.Count == 0 ? null : [.. draws],
            Out = verdict.Kind == VerdictKind.Forward && !after.SequenceEqual(before) ? Convert.ToHexStringLower(after) : null,
            Code = CiliumCode.Of(verdict.Reason),
            Cpu = cpu == 0 ? null : cpu,
        });

    public void Deletion(in NatKey key, bool found) => Write(new LineJson { Do = "delete", Entry = EntryText.Key(key), Found = found });

    public void Address(Ipv4Address address) => Write(new LineJson { Do = "address", Address = address.ToString() });

    public void Entries(SnatMap map) => Write(new LineJson { Do = "entries", Entries = EntryText.Of(map) });

    /// <summary>The file gets its name, in place of one that has it.</summary>
    public void Complete()
    {
        text.Dispose();
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>What is not complete is removed.</summary>
    public void Dispose()
    {
        try
        {
            text.Dispose();
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private void Write(LineJson line)
    {
        text.WriteLine(JsonSerializer.Serialize(line, LineJson.Layout));
        Lines++;
    }
}
