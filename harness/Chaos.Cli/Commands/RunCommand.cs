using System.CommandLine;
using System.Globalization;
using Chaos.Cli.Output;
using Chaos.Containers;
using Chaos.Harness.Backends;
using Chaos.Harness.Running;
using Chaos.Packets.Links;
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
        DefaultValueFactory = _ => "csharp",
    }.AcceptOnlyFromAmong("csharp", "kernel");

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

    private static readonly Option<string?> ShardOf = new("--shard") { Description = "Every n-th cell from the i-th on: --shard 1/4 on the first of four machines.", HelpName = "i/n" };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Finishes the run that --out holds: cells that are done stay as they are." };

    public static Command Create()
    {
        Command command = new("run", "Runs the matrix of scenarios and writes a run folder with its report.") { Scenarios, Backend, MapEngine, Set, Only, Seed, Out, Jobs, ShardOf, Resume, Pcap, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Jobs) < 1) throw new UsageException("--jobs must be at least 1");
        if (parsed.GetValue(Resume) && parsed.GetValue(Out) is null) throw new UsageException("--resume finishes the run of a folder: name it with --out");
        if (parsed.GetValue(Pcap) && parsed.GetRequiredValue(Backend) != "docker") throw new UsageException("--pcap needs --backend docker: simulated packets are nowhere to be caught");
        MapEngineKind maps = parsed.GetValue(MapEngine) == "kernel" ? MapEngineKind.Kernel : MapEngineKind.Csharp;
        if (maps == MapEngineKind.Kernel && parsed.GetValue(Backend) != "sim")
            throw new UsageException("--map-engine kernel is for --backend sim: in containers the node holds the entries itself");
        List<string> sets = [.. parsed.GetValue(Set) ?? []];
        if (parsed.GetValue(Seed) is { } seed) sets.Add(string.Create(CultureInfo.InvariantCulture, $"seed={seed}"));
        string[] files = parsed.GetRequiredValue(Scenarios);
        // While the scenarios are read; nothing is done with it before they are good.
        DockerPremises? premises = parsed.GetValue(Backend) == "docker" ? DockerPremises.Explore(cancellation) : null;
        if (Shared.LoadAll(files, sets) is not { } loaded) return ExitCode.BadInput;
        List<(string File, ScenarioPlan Plan)> plans = [.. loaded.Select(one => (one.File, Shard.Apply(CellFilter.Apply(one.Plan, parsed.GetValue(Only) ?? []), parsed.GetValue(ShardOf))))];

        string[] names = [.. plans.Select(one => one.Plan.Scenario.Name)];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new UsageException($"two of the scenarios have one name ({string.Join(", ", names)}), and so would their run folders; run them one by one");

        // The world first: where it is missing, nothing is written.
        if (parsed.GetValue(Backend) == "docker" && plans.Exists(one => one.Plan.Cells.Any(cell => cell.Scenario.Nat.Target == NatTarget.None && cell.Scenario.Links != LinkSet.Plain)))
            throw new UsageException("`links` with `nat.target: none` are for --backend sim: in containers our node carries them out, and without a NAT the kernel routes past it");
        if (parsed.GetValue(Backend) == "docker" && plans.Exists(one => one.Plan.Cells.Any(cell => cell.Scenario.Nat.Rss)))
            throw new UsageException("`nat.rss: on` is for --backend sim: the node in a container handles all packets on one CPU");
        if (maps == MapEngineKind.Kernel)
            foreach ((_, ScenarioPlan plan) in plans) KernelFit.Require(plan);
        await using IBackend backend = await BackendCatalog.OpenAsync(parsed.GetRequiredValue(Backend), maps, premises, names[0], TimeProvider.System, parsed.GetValue(Pcap), cancellation);
        List<Verdict> verdicts = [];
        foreach ((string file, ScenarioPlan plan) in plans)
            verdicts.Add(await RunOneAsync(parsed, backend, file, plan, files.Length > 1, cancellation));
        return ExitCode.Of(Verdicts.Combine(verdicts));
    }

    private static async Task<Verdict> RunOneAsync(
        ParseResult parsed, IBackend backend, string file, ScenarioPlan plan, bool severalScenarios, CancellationToken cancellation)
    {
        string path = FolderOf(parsed.GetValue(Out), plan.Scenario.Name, severalScenarios);
        RunFolder folder = parsed.GetValue(Resume) ? RunFolder.Resume(path) : RunFolder.Create(path);
        RunSettings settings = new()
        {
            Jobs = backend.Name == "docker" ? 1 : parsed.GetValue(Jobs),
            Replay = ReplayLine(parsed, file, plan.Scenario.Seed),
            Resume = parsed.GetValue(Resume),
            WithControl = backend.Name == "docker" && plan.Scenario.Control,
        };
        Console.Error.WriteLine($"{plan.Scenario.Name}: seed {plan.Scenario.Seed}; again: {settings.Replay}");
        foreach (string warning in plan.Warnings) Console.Error.WriteLine($"{plan.Scenario.Name}: note: {warning}");
        ScenarioRun run = new(plan, settings, backend, folder, new ProgressLines(Console.Error), TimeProvider.System);
        try
        {
            RunContents contents = await run.ExecuteAsync(cancellation);
            ReportCommand.Write(folder);
            if (parsed.GetValue(Json)) Console.Out.WriteLine(await File.ReadAllTextAsync(Path.Combine(folder.FolderPath, "results.json"), cancellation));
            else SummaryTable.Print(contents, folder.ReportPath);
            return contents.Results.Verdict;
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or DockerUnavailableException)
        {
            // A run that broke off has a report too.
            ReportCommand.Write(folder);
            throw;
        }
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
        if (parsed.GetRequiredValue(Backend) != "sim") words = [.. words, "--backend", parsed.GetRequiredValue(Backend)];
        if (parsed.GetValue(MapEngine) != "csharp") words = [.. words, "--map-engine", parsed.GetRequiredValue(MapEngine)];
        words = [.. words, .. (parsed.GetValue(Set) ?? []).SelectMany(set => new[] { "--set", ShellWord.Of(set) })];
        words = [.. words, .. (parsed.GetValue(Only) ?? []).SelectMany(only => new[] { "--only", ShellWord.Of(only) })];
        if (parsed.GetValue(ShardOf) is { } shard) words = [.. words, "--shard", ShellWord.Of(shard)];
        IEnumerable<string> variables = Shared.LayerFromEnvironment().Select(variable => $"{variable.Key}={ShellWord.Of(variable.Value)}");
        return string.Join(' ', [.. variables, .. words, "--seed", seed.ToString(CultureInfo.InvariantCulture)]);
    }
}
