using System.CommandLine;
using System.Globalization;
using Chaos.Cli.Output;
using Chaos.Experiments;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;

namespace Chaos.Cli.Commands;

/// <summary>`run`: the matrix, a run folder, the summary table, the report.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Scenarios = Shared.Scenarios();
    private static readonly Option<string> Backend = Shared.Backend();
    private static readonly Option<string> MapEngine = new Option<string>("--map-engine")
    {
        Description = "Where the simulated NAT's entries live: csharp (our map) or kernel (the running kernel's own LRU map; needs root).",
        DefaultValueFactory = _ => MapEngineCatalog.Names[0],
    }.AcceptOnlyFromAmong([.. MapEngineCatalog.Names]);

    private static readonly Option<string[]> Set = Shared.Set();
    private static readonly Option<bool> Json = Shared.Json();
    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Runs only cells with this value of an axis: --only variant=baseline. May be given again.",
        HelpName = "axis=value",
    };

    private static readonly Option<ulong?> Seed = new("--seed") { Description = "The seed, instead of the scenario's.", HelpName = "N" };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The run folder; with several scenarios, the folder of their run folders. Default: reports/runs/NAME-TIME.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Pcap = new("--pcap")
    {
        Description = "Keeps the last packets of each flow that dies as a .pcapng in the run folder; needs --backend docker.",
    };

    private static readonly Option<int> Jobs = new("--jobs")
    {
        Description = "Cells at a time in the simulation; containers run one by one. Default: the number of processors.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<string?> ShardOf = new("--shard")
    {
        Description = "Every n-th cell from the i-th on: --shard 1/4 on the first of four machines.", HelpName = "i/n",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Finishes the run that --out holds: cells that are done stay as they are.",
    };

    public static Command Create()
    {
        Command command = new("run", "Runs the matrix of scenarios and writes a run folder with its report.")
        {
            Scenarios, Backend, MapEngine, Set, Only, Seed, Out, Jobs, ShardOf, Resume, Pcap, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Jobs) < 1) throw new UsageException("--jobs must be at least 1");
        if (parsed.GetValue(Resume) && parsed.GetValue(Out) is null)
            throw new UsageException("--resume finishes the run of a folder: name it with --out");
        ExperimentOptions options = OptionsOf(parsed);
        List<string> sets = [.. parsed.GetValue(Set) ?? []];
        if (parsed.GetValue(Seed) is { } seed) sets.Add(string.Create(CultureInfo.InvariantCulture, $"seed={seed}"));
        string[] files = parsed.GetRequiredValue(Scenarios);
        // While the scenarios are read; nothing is done with it before they are good.
        OpenWorld open = options.World.Prepare(cancellation);
        if (Shared.LoadAll(files, sets) is not { } loaded) return ExitCode.BadInput;
        List<(string File, Experiment Experiment)> chosen =
            [.. loaded.Select(one => (one.File, one.Experiment.Only(parsed.GetValue(Only) ?? []).OnlyShard(parsed.GetValue(ShardOf))))];
        RefuseSharedNames([.. chosen.Select(one => one.Experiment.Plan.Scenario.Name)]);

        // The world first: where it is missing, nothing is written.
        await using Session session = await Session.OpenAsync([.. chosen.Select(one => one.Experiment)], options, open, cancellation);
        List<Verdict> verdicts = [];
        foreach ((string file, Experiment experiment) in chosen)
            verdicts.Add(await RunOneAsync(parsed, session, file, experiment, files.Length > 1, cancellation));
        return ExitCode.Of(Verdicts.Combine(verdicts));
    }

    private static ExperimentOptions OptionsOf(ParseResult parsed) => new()
    {
        World = WorldCatalog.Find(parsed.GetRequiredValue(Backend)),
        MapEngine = MapEngineCatalog.Find(parsed.GetRequiredValue(MapEngine)),
        Resume = parsed.GetValue(Resume),
        Jobs = parsed.GetValue(Jobs),
        KeepPackets = parsed.GetValue(Pcap),
        Progress = new ProgressLines(Console.Error),
    };

    private static void RefuseSharedNames(string[] names)
    {
        if (names.Distinct(StringComparer.Ordinal).Count() == names.Length) return;
        throw new UsageException(
            $"two of the scenarios have one name ({string.Join(", ", names)}), and so would their run folders; run them one by one");
    }

    private static async Task<Verdict> RunOneAsync(
        ParseResult parsed, Session session, string file, Experiment experiment, bool severalScenarios, CancellationToken cancellation)
    {
        ScenarioPlan plan = experiment.Plan;
        string replay = ReplayLine(parsed, file, plan.Scenario.Seed);
        string folder = FolderOf(parsed.GetValue(Out), plan.Scenario.Name, severalScenarios);
        Console.Error.WriteLine($"{plan.Scenario.Name}: seed {plan.Scenario.Seed}; again: {replay}");
        foreach (string warning in plan.Warnings) Console.Error.WriteLine($"{plan.Scenario.Name}: note: {warning}");
        ExperimentResult result = await session.RunAsync(experiment, folder, replay, cancellation);
        RunFolder written = result.Folder!;
        if (parsed.GetValue(Json))
            Console.Out.WriteLine(await File.ReadAllTextAsync(Path.Combine(written.FolderPath, "results.json"), cancellation));
        else
            SummaryTable.Print(result.Contents, written.ReportPath);
        return result.Verdict;
    }

    private static string FolderOf(string? given, string name, bool severalScenarios)
    {
        if (given is not null) return severalScenarios ? Path.Combine(given, name) : given;
        string moment = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Path.Combine("reports", "runs", $"{name}-{moment}");
    }

    private static string ReplayLine(ParseResult parsed, string file, ulong seed)
    {
        IEnumerable<string> words = ["./chaos", "run", ShellWord.Of(file)];
        if (parsed.GetRequiredValue(Backend) != WorldCatalog.Default.Name)
            words = [.. words, "--backend", parsed.GetRequiredValue(Backend)];
        if (parsed.GetValue(MapEngine) != MapEngineCatalog.Names[0]) words = [.. words, "--map-engine", parsed.GetRequiredValue(MapEngine)];
        words = [.. words, .. (parsed.GetValue(Set) ?? []).SelectMany(set => new[] { "--set", ShellWord.Of(set) })];
        words = [.. words, .. (parsed.GetValue(Only) ?? []).SelectMany(only => new[] { "--only", ShellWord.Of(only) })];
        if (parsed.GetValue(ShardOf) is { } shard) words = [.. words, "--shard", ShellWord.Of(shard)];
        IEnumerable<string> variables = Shared.LayerFromEnvironment().Select(variable => $"{variable.Key}={ShellWord.Of(variable.Value)}");
        return string.Join(' ', [.. variables, .. words, "--seed", seed.ToString(CultureInfo.InvariantCulture)]);
    }
}
