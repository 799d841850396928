using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Chaos.Cli.Output;
using Chaos.Experiments;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Reports;
using Chaos.Survival;
using Chaos.Telemetry;

namespace Chaos.Cli.Commands;

/// <summary>`run`: the matrix, a run folder, the summary table, the report.</summary>
internal static class RunCommand
{
    public static readonly Option<string> Backend = Shared.Backend();
    public static readonly Option<string> MapEngine = Shared.OneOf(
        "--map-engine", MapEngineCatalog.Names,
        "Where the simulated NAT's entries live: csharp (our map) or kernel (the running kernel's own LRU map; needs root).");

    public static readonly Option<string?> Out = new("--out")
    {
        Description = "The run folder; with several scenarios, the folder of their run folders. Default: reports/runs/NAME-TIME.",
        HelpName = "DIR",
    };

    public static readonly Option<string?> ShardOf = new("--shard")
    {
        Description = "A share of the repetitions: --shard 1/4 on the first of four machines. `auto` or `auto/n` takes the index from a "
            + "Slurm array, an indexed Kubernetes Job, or CHAOS_SHARD_INDEX.",
        HelpName = "i/n",
    };

    public static readonly Option<int?> Jobs = Numbers.Whole<int>(
        "--jobs", 1, int.MaxValue,
        "Cells at a time in the simulation; containers run one by one. Default: the number of processors.");

    public static readonly Option<bool> Pcap = new("--pcap")
    {
        Description = "Keeps the last packets of each flow that dies as a .pcapng in the run folder; needs --backend docker.",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Finishes the run that --out holds: cells that are done stay as they are.",
    };

    private static readonly Option<Uri?> Otlp = new("--otlp")
    {
        Description = "Sends spans and counters to an OTLP collector over HTTP, e.g. http://localhost:4318.", HelpName = "URL",
        CustomParser = ParseEndpoint,
    };

    private static readonly Option<bool> Metrics = new("--metrics")
    {
        Description = "Writes metrics.prom, the results as OpenMetrics text, into the run folder.",
    };

    private static readonly Option<bool> Json = Shared.Json();

    private static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "No progress and no notes: results and errors alone.",
    };

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Lines instead of a block, and one every few seconds for each run that goes on.",
    };

    public static Command Create()
    {
        Verb command = new(
            "run", "Runs the matrix of scenarios and writes a run folder with its report.", "run scenarios/quickstart.yaml",
            "run scenarios/quickstart.yaml --axis mapSize=4096,8192 --only variant=baseline --out /tmp/small",
            "run scenarios/quickstart.yaml --out /tmp/small --resume")
        {
            Chosen.Files, Backend, MapEngine, Out, Jobs, ShardOf, Resume, Pcap, Otlp, Metrics, Json, Quiet, Verbose,
        };
        Chosen.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Resume) && parsed.GetValue(Out) is null)
            throw new UsageException("--resume finishes the run of a folder: name it with --out");
        if (parsed.GetValue(Quiet) && parsed.GetValue(Verbose)) throw new UsageException("--quiet and --verbose contradict each other");
        Talk talk = parsed.GetValue(Quiet) ? Talk.Quiet : parsed.GetValue(Verbose) ? Talk.Verbose : Talk.Usual;
        RunOutput output = new(parsed.GetValue(Json), talk);
        using RunTelemetry? telemetry =
            parsed.GetValue(Otlp) is { } collector ? new RunTelemetry(collector, output, TimeProvider.System) : null;
        ExperimentOptions options = OptionsOf(parsed, telemetry is null ? output : telemetry);
        string[] files = parsed.GetRequiredValue(Chosen.Files);
        // While the scenarios are read; nothing is done with it before they are good.
        OpenWorld? open = options.World?.Prepare(cancellation);
        if (Chosen.Load(parsed, files, parsed.GetValue(Json)) is not { } loaded) return ExitCode.BadInput;
        List<(string File, Experiment Experiment)> chosen =
            [.. loaded.Select(one => (one.File, one.Experiment.OnlyShard(ShardFrom(parsed))))];
        RefuseSharedNames([.. chosen.Select(one => one.Experiment.Plan.Scenario.Name)]);

        // The world first: where it is missing, nothing is written.
        await using Session session = await Session.OpenAsync([.. chosen.Select(one => one.Experiment)], options, open, cancellation);
        List<Verdict> verdicts = [];
        try
        {
            foreach ((string file, Experiment experiment) in chosen)
            {
                ExperimentResult result = await RunOneAsync(
                    new CommandText(parsed, file, files), session, experiment, output, talk, cancellation);
                if (parsed.GetValue(Metrics)) result.Folder!.WriteMetrics(ReportWriter.Metrics(result.Results));
                verdicts.Add(result.Verdict);
            }
        }
        finally
        {
            if (telemetry?.Flush() is { } warning) Console.Error.WriteLine($"chaos: {warning}");
            output.PrintDocument(asArray: files.Length > 1);
        }

        return ExitCode.Of(Verdicts.Combine(verdicts));
    }

    /// <summary>As `i/n`; null: the whole.</summary>
    public static string? ShardFrom(ParseResult parsed) =>
        ShardIndex.Resolve(parsed.GetValue(ShardOf), Environment.GetEnvironmentVariable);

    private static ExperimentOptions OptionsOf(ParseResult parsed, IRunProgress progress) => new()
    {
        World = Shared.WorldOf(parsed, Backend),
        MapEngine = MapEngineCatalog.Find(parsed.GetRequiredValue(MapEngine)),
        Resume = parsed.GetValue(Resume),
        Jobs = parsed.GetValue(Jobs) ?? Environment.ProcessorCount,
        KeepPackets = parsed.GetValue(Pcap),
        Progress = progress,
    };

    private static Uri? ParseEndpoint(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https") return endpoint;
        result.AddError($"--otlp: '{text}' is not the address of a collector; write for example http://localhost:4318");
        return null;
    }

    private static void RefuseSharedNames(string[] names)
    {
        if (names.Distinct(StringComparer.Ordinal).Count() == names.Length) return;
        throw new UsageException(
            $"two of the scenarios have one name ({string.Join(", ", names)}), and so would their run folders; run them one by one");
    }

    private static async Task<ExperimentResult> RunOneAsync(
        CommandText command, Session session, Experiment experiment, RunOutput output, Talk talk, CancellationToken cancellation)
    {
        string name = experiment.Plan.Scenario.Name;
        string replay = command.Replay(experiment.Plan.Scenario.Seed);
        string folder = FolderOf(command, name);
        if (talk != Talk.Quiet)
        {
            Console.Error.WriteLine($"{name}: seed {experiment.Plan.Scenario.Seed}; again: {replay}");
            foreach (string note in experiment.Plan.NoteLines(name)) Console.Error.WriteLine(note);
        }

        output.Begin(folder, command.Resume(folder, experiment.Plan.Scenario.Seed));
        ExperimentResult result = await output.WatchAsync(
            name, experiment.Plan.Cells.Count, () => session.RunAsync(experiment, folder, replay, cancellation));
        output.Finished(result.Contents);
        return result;
    }

    private static string FolderOf(CommandText command, string name)
    {
        if (command.Out is { } given) return command.IsOfSeveral ? Path.Combine(given, name) : given;
        string moment = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Path.Combine("reports", "runs", $"{name}-{moment}");
    }
}
