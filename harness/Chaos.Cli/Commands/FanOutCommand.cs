using System.CommandLine;
using System.Globalization;
using Chaos.Cli.Output;
using Chaos.Cluster;
using Chaos.Cluster.Engines;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using k8s;

namespace Chaos.Cli.Commands;

/// <summary>`fan-out`: a sweep on a scheduler that exists.</summary>
internal static class FanOutCommand
{
    private static readonly Argument<string> Scenario = new("SCENARIO") { Description = "A scenario file." };

    private static readonly Option<string> Engine = Shared.OneOf(
        "--engine", ["local", "slurm", "swarm", "kubernetes"], "Where the workers run.");

    private static readonly Option<int?> Shards = Numbers.Whole<int>("--shards", 1, 100_000, "How many shards. Default: the processors.");

    private static readonly Option<string> Out = new("--out")
    {
        Description = "A folder that all workers can write: scenario, shards, logs, and the merged run.", HelpName = "DIR", Required = true,
    };

    private static readonly Option<int?> Parallel = Numbers.Whole<int>(
        "--parallel", 1, 100_000, "Shards at a time. Default: the processors for local, all for the others.");

    private static readonly Option<int?> Retries = Numbers.Whole<int>(
        "--retries", 0, 100, "How often a failed shard is tried again. Default: 2.");

    private static readonly Option<string> Backend = Shared.Backend();

    private static readonly Option<int?> Jobs = Numbers.Whole<int>(
        "--jobs", 1, int.MaxValue, "Repetitions at a time in each worker. Default: 1 for local, the node's processors for the others.");

    private static readonly Option<string?> Image = new("--image")
    {
        Description = "swarm, kubernetes: the worker's image. Default for swarm: one is built of this machine's files.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Claim = new("--claim")
    {
        Description = "kubernetes: the volume claim whose root is --out.", HelpName = "NAME",
    };

    private static readonly Option<string> Namespace = new("--namespace")
    {
        Description = "kubernetes: where the Job is made.", HelpName = "NAME", DefaultValueFactory = _ => "default",
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Writes the files for the engine, and submits nothing.",
    };

    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "fan-out",
            "Divides a run into shards, has a scheduler run them, and merges the result. The same command continues where it ended.",
            "fan-out scenarios/leaderboard.yaml --engine slurm --shards 20 --out /shared/sweep",
            "fan-out scenarios/leaderboard.yaml --engine kubernetes --shards 20 --image registry.example/chaos-worker:1 --claim sweeps "
                + "--out /mnt/sweeps --dry-run")
        {
            Scenario, Engine, Shards, Out, Parallel, Retries, Backend, Jobs, Image, Claim, Namespace, DryRun, Json,
        };
        Chosen.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Chosen.Only) is { Length: > 0 })
            throw new UsageException("fan-out: a part cannot be divided again; leave --only out, or narrow the matrix with --axis");
        if (Chosen.Load(parsed, [parsed.GetRequiredValue(Scenario)], parsed.GetValue(Json)) is not [{ } loaded]) return ExitCode.BadInput;
        Experiment experiment = loaded.Experiment;
        FanOut work = WorkOf(parsed, experiment);
        DockerEngine? docker = null;
        try
        {
            if (parsed.GetRequiredValue(Engine) == "swarm") docker = await DockerEngine.ConnectAsync(cancellation);
            string image = parsed.GetValue(Image) ?? WorkerImage.DefaultName;
            IClusterEngine engine = EngineOf(parsed, docker, image);
            Write(work, experiment, engine);
            if (parsed.GetValue(DryRun))
            {
                foreach (EngineFile file in engine.FilesOf(work)) Console.Out.WriteLine(Path.Combine(work.Folder, file.Path));
                return ExitCode.Pass;
            }

            if (docker is not null && parsed.GetValue(Image) is null) await WorkerImage.BuildAsync(docker, image, cancellation);
            int[] planned = [.. work.All.Select(shard => RepetitionsOf(experiment.OnlyShard(work.TextOf(shard)).Plan))];
            FanOutProgress progress = new(Console.Error, planned);
            ExperimentResult merged = await new FanOutRun(work, engine, progress.Show, TimeProvider.System).RunAsync(cancellation);
            ResultsText results = new();
            if (parsed.GetValue(Json)) results.Add(merged.Results);
            else SummaryTable.Print(merged.Results, merged.Folder!.ReportPath);
            results.Print(asArray: false);
            return ExitCode.Of(merged.Verdict);
        }
        finally
        {
            docker?.Dispose();
        }
    }

    private static FanOut WorkOf(ParseResult parsed, Experiment experiment)
    {
        string engine = parsed.GetRequiredValue(Engine);
        int shards = parsed.GetValue(Shards) ?? Environment.ProcessorCount;
        int? jobs = parsed.GetValue(Jobs) ?? (engine == "local" ? 1 : null);
        List<string> options = [];
        if (jobs is { } count) options.AddRange(["--jobs", count.ToString(CultureInfo.InvariantCulture)]);
        if (Shared.WorldOf(parsed, Backend) is { } world && world != WorldCatalog.Default)
        {
            if (engine is "swarm" or "kubernetes")
                throw new UsageException($"--backend {world.Name}: workers in containers have no engine; use --engine local or slurm");
            options.AddRange(["--backend", world.Name]);
        }

        FanOut work = new()
        {
            Folder = Path.GetFullPath(parsed.GetRequiredValue(Out)),
            Name = experiment.Plan.Scenario.Name,
            Shards = shards,
            Program = engine is "local" or "slurm" ? OwnProgram() : [],
            Options = options,
            Retries = parsed.GetValue(Retries) ?? 2,
            Parallel = parsed.GetValue(Parallel) ?? (engine == "local" ? Math.Min(shards, Environment.ProcessorCount) : shards),
        };
        // Refuses a number of shards that some would have no work in, before anything is written.
        experiment.OnlyShard(work.TextOf(shards));
        return work;
    }

    /// <summary>This very program: `chaos`, or `dotnet chaos.dll`.</summary>
    private static string[] OwnProgram()
    {
        string process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "chaos.dll")] : [process];
    }

    private static IClusterEngine EngineOf(ParseResult parsed, DockerEngine? docker, string image) => parsed.GetRequiredValue(Engine) switch
    {
        "local" => new LocalEngine(),
        "slurm" => new SlurmEngine(),
        "swarm" => new SwarmEngine(docker!, image),
        _ => new KubernetesEngine(
            parsed.GetValue(DryRun) ? null : KubernetesClient(),
            parsed.GetValue(Image) ?? throw new UsageException("--engine kubernetes needs --image, which the cluster can pull"),
            parsed.GetRequiredValue(Namespace),
            parsed.GetValue(Claim) ?? throw new UsageException("--engine kubernetes needs --claim, a volume that all pods can write")),
    };

    private static Kubernetes KubernetesClient()
    {
        try
        {
            return new Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig());
        }
        catch (k8s.Exceptions.KubeConfigException bad)
        {
            throw new UsageException($"the kubeconfig cannot be used: {bad.Message}");
        }
    }

    /// <exception cref="RunFolderException">The folder holds something else.</exception>
    private static void Write(FanOut work, Experiment experiment, IClusterEngine engine)
    {
        if (File.Exists(work.ScenarioPath))
        {
            if (File.ReadAllText(work.ScenarioPath) != experiment.Plan.ResolvedYaml)
                throw new RunFolderException($"{work.Folder}: holds another scenario; name another folder with --out");
        }
        else if (Directory.Exists(work.Folder) && Directory.EnumerateFileSystemEntries(work.Folder).Any())
        {
            throw new RunFolderException($"{work.Folder}: the folder is not empty; name another one with --out, or remove it");
        }

        if (Directory.Exists(work.RunPath))
            throw new RunFolderException($"{work.RunPath}: the run is complete; name another folder with --out");
        try
        {
            Directory.CreateDirectory(work.Folder);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(work.Folder, refused);
        }

        WriteText(work.ScenarioPath, experiment.Plan.ResolvedYaml);
        foreach (EngineFile file in engine.FilesOf(work)) WriteText(Path.Combine(work.Folder, file.Path), file.Text);
    }

    private static void WriteText(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    private static int RepetitionsOf(ScenarioPlan plan) => plan.Cells.Sum(cell => plan.RepetitionsOf(cell).Count);
}
