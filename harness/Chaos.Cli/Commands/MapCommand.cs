using System.CommandLine;
using System.Text.Json;
using Chaos.Bpf;
using Chaos.Cli.Output;
using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Replay;

namespace Chaos.Cli.Commands;

/// <summary>`map replay`: an operation trace on our LRU map and, if asked, on the running kernel's.</summary>
internal static class MapCommand
{
    /// <summary>As a scenario's defaults, but that a kernel, when asked, brings its own rule and CPUs.</summary>
    private const int DefaultEntries = 65536, DefaultCpus = 2;

    private static readonly Argument<string> Trace = new("TRACE")
    {
        Description = "A file of lines `CPU OP KEY`, or - for standard input; OP is lookup, peek (by system call: marks nothing), "
            + "update, create (NOEXIST), replace (EXIST) or delete.",
    };

    private static readonly Option<int?> MaxEntries = Numbers.Whole<int>(
        "--max-entries", 1, BpfLruHashMap<ulong, ulong>.MaximumEntries,
        $"Entries of the map, 1 to {BpfLruHashMap<ulong, ulong>.MaximumEntries}. Default: {DefaultEntries}.");

    private static readonly Option<string> Lru = Shared.OneOf(
        "--lru", ["common", "percpu"], "One LRU for all CPUs, or one for each (BPF_F_NO_COMMON_LRU).");

    private static readonly Option<string?> Batch = Shared.OneOfOrNone(
        "--batch", ["fixed-128", "scaled"],
        "Entries that a CPU takes at a time: fixed-128 before Linux 6.16, scaled since. Default: scaled; with --kernel, the "
        + "kernel's rule.");

    private static readonly Option<int?> Cpus = Numbers.Whole<int>(
        "--possible-cpus", 1, ushort.MaxValue + 1,
        $"CPUs that the map reckons with. Default: {DefaultCpus}; with --kernel, the kernel's.");

    private static readonly Option<bool> Kernel = new("--kernel")
    {
        Description = "Replays on the running kernel's map too and compares (needs root). Exit 1 if the two differ.",
    };

    private static readonly Option<bool> Keys = new("--keys")
    {
        Description = "Prints the keys too: who survived, who was evicted, and what was refused.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints all of it as one JSON document, with the keys.",
    };

    public static Command Create()
    {
        Verb replay = new(
            "replay", "Replays an operation trace and prints how many keys survived, were evicted and were refused.",
            "map replay trace.txt --max-entries 4096", "map replay trace.txt --max-entries 4096 --json")
        {
            Trace, MaxEntries, Lru, Batch, Cpus, Kernel, Keys, Json,
        };
        replay.SetAction(Replay);
        return new Command("map", "The LRU map on its own.") { replay };
    }

    private static int Replay(ParseResult parsed)
    {
        bool askKernel = parsed.GetValue(Kernel);
        string file = parsed.GetRequiredValue(Trace);
        MapOptions shape = ShapeOf(parsed);
        List<string> mistakes = [];
        List<MapStep> steps = Read(file, shape.PossibleCpus, mistakes);
        foreach (string mistake in mistakes) Console.Error.WriteLine(mistake);
        if (mistakes.Count > 0) return ExitCode.BadInput;
        try
        {
            if (askKernel && parsed.GetValue(Batch) is null && !RunningKernel.ScalesBatches())
                shape = shape with { Batch = BatchRule.Fixed128 };
            ReplayResult result = ReplayResult.Of(steps, shape, askKernel ? KernelReplay.Of(steps, shape) : null);
            if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(result, JsonText.Options));
            else MapReplayText.Print(result, steps.Count, shape, parsed.GetValue(Keys));
            return result.Identical == false ? ExitCode.Fail : ExitCode.Pass;
        }
        catch (BpfException refused)
        {
            Console.Error.WriteLine($"chaos: {refused.Message}");
            return ExitCode.Unavailable;
        }
    }

    private static List<MapStep> Read(string file, int possibleCpus, List<string> mistakes)
    {
        using Stream stream = InputFile.Open(file);
        return MapTrace.Read(stream, file, possibleCpus, mistakes);
    }

    private static MapOptions ShapeOf(ParseResult parsed)
    {
        int entries = parsed.GetValue(MaxEntries) ?? DefaultEntries;
        int cpus = parsed.GetValue(Cpus) ?? (parsed.GetValue(Kernel) ? PossibleCpus.Count : DefaultCpus);
        LruFlavour flavour = parsed.GetValue(Lru) == "percpu" ? LruFlavour.PerCpu : LruFlavour.Common;
        return new MapOptions(entries, flavour, parsed.GetValue(Batch) == "fixed-128" ? BatchRule.Fixed128 : BatchRule.Scaled, cpus);
    }
}
