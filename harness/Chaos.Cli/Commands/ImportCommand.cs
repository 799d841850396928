using System.CommandLine;
using System.Globalization;
using Chaos.Import;
using Chaos.Nat.Maps;
using Chaos.Replay.Recordings;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`import`: what people have of a node's traffic, as a scenario.</summary>
internal static class ImportCommand
{
    private static readonly string[] Formats = ["pcap", "conntrack", "cilium-nat", "cilium-ct", "prometheus"];

    private static readonly Argument<string> Source = new("FILE")
    {
        Description = "A capture (pcap, pcapng), a list or log of conntrack, `cilium bpf nat list` or `ct list global` (text or -o json), "
            + "or cilium_bpf_map_pressure (text, or JSON of the Prometheus API); - is standard input.",
    };

    private static readonly Option<string?> Format = Shared.OneOfOrNone("--format", Formats,
        "What the file is. Default: told from its beginning.");

    private static readonly Option<int?> MapSize = Numbers.Whole<int>(
        "--map-size", 1, BpfLruHashMap<ulong, ulong>.MaximumEntries, "Entries of the node's NAT map, which most files do not tell.");

    private static readonly Option<string> Name = new("--name")
    {
        Description = "The name of the scenario.", HelpName = "NAME", DefaultValueFactory = _ => "imported",
    };

    private static readonly Option<string?> Out = new("--out") { Description = "A new file. Default: standard output.", HelpName = "FILE" };

    public static Command Create()
    {
        Verb command = new(
            "import", "Turns a capture, conntrack, Cilium's maps or a map's pressure into a scenario. No address leaves the machine "
                + "with it.",
            "import node.pcap --map-size 524288 --out node.yaml", "import nat.txt --format cilium-nat")
        {
            Source, Format, MapSize, Name, Out,
        };
        command.SetAction(Import);
        return command;
    }

    private static int Import(ParseResult parsed)
    {
        string file = parsed.GetRequiredValue(Source), name = parsed.GetRequiredValue(Name);
        string? path = parsed.GetValue(Out);
        if (path is not null && File.Exists(path)) throw new UsageException($"{path} exists; remove it, or name another file with --out");
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            throw new UsageException($"--name {name}: write lower-case letters, digits and hyphens");
        ImportFormat? format = parsed.GetValue(Format) is { } word
            ? Enum.Parse<ImportFormat>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null;
        using BufferedStartStream stream = new(InputFile.Open(file), Importer.BeginningBytes);
        string scenario;
        try
        {
            scenario = Importer.Import(stream, stream.Bytes, file, new ImportOptions(format, name, parsed.GetValue(MapSize)));
        }
        catch (BadImportException bad)
        {
            Console.Error.WriteLine(bad.Message);
            return ExitCode.BadInput;
        }

        if (path is null) Console.Out.Write(scenario);
        else Write(path, scenario);
        return ExitCode.Pass;
    }

    private static void Write(string path, string scenario)
    {
        try
        {
            File.WriteAllText(path, scenario);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(path, refused);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {scenario.Count(letter => letter == '\n')} lines"));
    }
}
