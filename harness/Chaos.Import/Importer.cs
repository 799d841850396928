using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Chaos.Import.Captures;
using Chaos.Import.Cilium;
using Chaos.Import.Conntrack;
using Chaos.Import.Fitting;
using Chaos.Import.Pressure;

namespace Chaos.Import;

/// <summary>What people have of a node's traffic, as a scenario.</summary>
public static class Importer
{
    /// <summary>How much of a file tells what it is.</summary>
    public const int BeginningBytes = 4096;

    /// <param name="stream">Read to its end, once.</param>
    /// <param name="beginning">Its first bytes, which the stream still has; at most <see cref="BeginningBytes"/> are looked at.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="options">What the file does not say.</param>
    /// <returns>A scenario file. It holds no address and no port of the source.</returns>
    /// <exception cref="BadImportException">The file is not what it should be; the message has the line or the offset.</exception>
    public static string Import(Stream stream, ReadOnlySpan<byte> beginning, string file, ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ImportFormat format = options.Format ?? FormatOf(beginning, file);
        bool isJson = IsJson(beginning);
        (TrafficPicture picture, string source) = format switch
        {
            ImportFormat.Pcap => (new CaptureFlows(file).Read(stream), "a capture"),
            ImportFormat.Conntrack => (new ConntrackLog(file).Read(stream), "conntrack"),
            ImportFormat.CiliumNat or ImportFormat.CiliumCt => OfCilium(stream, file, format, isJson),
            ImportFormat.Prometheus => (isJson ? OfApi(stream, file, options.MapSize)
                : PressureSeries.OfText(stream, file, options.MapSize),
                "the pressure of a map"),
            _ => throw new UnreachableException(),
        };
        return ScenarioText.Of(picture, options, source);
    }

    private static (TrafficPicture, string) OfCilium(Stream stream, string file, ImportFormat format, bool isJson)
    {
        bool isNat = format == ImportFormat.CiliumNat;
        IEnumerable<CiliumEntry> entries = isJson ? CiliumJson.Read(stream, file, out isNat) : CiliumText.Read(stream, file, isNat);
        return isNat ? (NatPicture.Of(entries, file), "cilium bpf nat list") : (CtPicture.Of(entries, file), "cilium bpf ct list");
    }

    private static TrafficPicture OfApi(Stream stream, string file, int? mapSize)
    {
        using JsonDocument document = BoundedJson.Parse(stream, file);
        return PressureSeries.OfJson(document, file, mapSize);
    }

    private static ImportFormat FormatOf(ReadOnlySpan<byte> beginning, string file)
    {
        if (CaptureReader.Begins(beginning)) return ImportFormat.Pcap;
        string text = Encoding.UTF8.GetString(beginning);
        if (IsJson(beginning)) return text.TrimStart()[0] == '{' ? ImportFormat.Prometheus : ImportFormat.CiliumNat;
        foreach (string line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (CiliumText.IsNat(line)) return ImportFormat.CiliumNat;
            if (CiliumText.IsCt(line)) return ImportFormat.CiliumCt;
            if (ConntrackLine.TryParse(line) is not null) return ImportFormat.Conntrack;
            if (line[0] == '#' || line.StartsWith("cilium_", StringComparison.Ordinal)) return ImportFormat.Prometheus;
        }

        throw BadImportException.AtLine(
            file, 1, "the beginning is none of pcap, conntrack, `cilium bpf nat list`, `cilium bpf ct list` and Prometheus; name it "
                + "with --format");
    }

    private static bool IsJson(ReadOnlySpan<byte> beginning) => beginning.TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', ..] start
        // An event of conntrack begins with a bracket too.
        && (start[0] == '{' || start[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)']', ..]);
}
