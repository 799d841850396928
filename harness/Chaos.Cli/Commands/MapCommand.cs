using System.CommandLine;
using System.Text.Json;
using Chaos.Bpf;
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
        Description = "A file of lines `CPU OP KEY`; OP is lookup, peek (by system call: marks nothing), update, create (NOEXIST), "
            + "replace (EXIST) or delete.",
    };

    private static readonly Option<int> MaxEntries = new("--max-entries")
    {
        Description = $"Entries of the map, 1 to {BpfLruHashMap<ulong, ulong>.MaximumEntries}.", HelpName = "N",
        DefaultValueFactory = _ => DefaultEntries,
    };

    private static readonly Option<string> Lru = new Option<string>("--lru")
    {
        Description = "One LRU for all CPUs, or one for each (BPF_F_NO_COMMON_LRU).", DefaultValueFactory = _ => "common",
    }.AcceptOnlyFromAmong("common", "percpu");

    private static readonly Option<string?> Batch = new Option<string?>("--batch")
    {
        Description =
        "Entries that a CPU takes at a time: fixed-128 before Linux 6.16, scaled since. Default: scaled; with --kernel, the kernel's rule.",
    }.AcceptOnlyFromAmong("fixed-128", "scaled");

    private static readonly Option<int?> Cpus = new("--possible-cpus")
    {
        Description = $"CPUs that the map reckons with. Default: {DefaultCpus}; with --kernel, the kernel's.", HelpName = "N",
    };

    private static readonly Option<bool> Kernel = new("--kernel")
    {
        Description = "Replays on the running kernel's map too and compares (needs root). Exit 1 if the two differ.",
    };

    public static Command Create()
    {
        Command replay = new("replay", "Replays an operation trace and prints survivors, evictions and errors as JSON.")
        {
            Trace, MaxEntries, Lru, Batch, Cpus, Kernel,
        };
        replay.SetAction(Replay);
        return new Command("map", "The LRU map on its own.") { replay };
    }

    private static int Replay(ParseResult parsed)
    {
        bool askKernel = parsed.GetValue(Kernel);
        string file = parsed.GetRequiredValue(Trace);
        if (!File.Exists(file)) throw new UsageException($"{file}: no such file");
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
            Console.Out.WriteLine(JsonSerializer.Serialize(result, JsonText.Options));
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
        try
        {
            return MapTrace.Read(file, possibleCpus, mistakes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {unreadable.Message}");
        }
    }

    private static MapOptions ShapeOf(ParseResult parsed)
    {
        int entries = parsed.GetValue(MaxEntries);
        if (entries is < 1 or > BpfLruHashMap<ulong, ulong>.MaximumEntries)
            throw new UsageException($"--max-entries must be 1 to {BpfLruHashMap<ulong, ulong>.MaximumEntries}, not {entries}");
        int cpus = parsed.GetValue(Cpus) ?? (parsed.GetValue(Kernel) ? PossibleCpus.Count : DefaultCpus);
        if (cpus is < 1 or > ushort.MaxValue + 1)
            throw new UsageException($"--possible-cpus must be 1 to {ushort.MaxValue + 1}, not {cpus}");
        LruFlavour flavour = parsed.GetValue(Lru) == "percpu" ? LruFlavour.PerCpu : LruFlavour.Common;
        return new MapOptions(entries, flavour, parsed.GetValue(Batch) == "fixed-128" ? BatchRule.Fixed128 : BatchRule.Scaled, cpus);
    }
}
