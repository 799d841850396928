using System.Globalization;
using Chaos.Experiments;
using Chaos.Runs;

namespace Chaos.Cluster;

/// <summary>One run that is divided into shards, and the folder that the machines of all shards share.</summary>
public sealed record FanOut
{
    /// <summary>Where the scenario, the shards, their logs and the merged run are.</summary>
    public required string Folder { get; init; }

    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>At least 1.</summary>
    public required int Shards { get; init; }

    /// <summary>The program that runs `worker`, and its first words.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Words for `worker` besides the folder and the shard.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How often a failed shard is submitted again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Shards at a time, where the engine asks; at least 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>From 1.</summary>
    public IEnumerable<int> All => Enumerable.Range(1, Shards);

    /// <summary>The resolved scenario.</summary>
    public string ScenarioPath => Path.Combine(Folder, "scenario.yaml");

    /// <summary>The merged run.</summary>
    public string RunPath => Path.Combine(Folder, "run");

    public string LogFolder => Path.Combine(Folder, "logs");

    /// <summary>The run folder of a shard.</summary>
    public string ShardPath(int shard) => ShardPath(Folder, shard);

    public string LogPath(int shard) => Path.Combine(LogFolder, $"{Text(shard)}.log");

    /// <summary>`i/n`, as `--shard` takes it.</summary>
    public string TextOf(int shard) => string.Create(CultureInfo.InvariantCulture, $"{shard}/{Shards}");

    /// <summary>The words of a worker in a container, which takes its shard from the environment.</summary>
    /// <param name="folder">The shared folder, as the worker sees it.</param>
    public IReadOnlyList<string> ContainerWords(string folder) =>
        ["worker", folder, "--shard", string.Create(CultureInfo.InvariantCulture, $"auto/{Shards}"), .. Options];

    /// <summary>The command of a worker on a machine that has the program, as one line for a shell.</summary>
    /// <param name="shard">A word of the shell, quoted where it must be.</param>
    public string WorkerCommand(string shard) => string.Join(
        ' ', [.. Program.Select(ShellWord.Of), "worker", ShellWord.Of(Folder), "--shard", shard, .. Options.Select(ShellWord.Of)]);

    /// <summary>How the worker of a shard ended; null: it has not, or it was killed.</summary>
    public int? ExitOf(int shard)
    {
        try
        {
            return int.TryParse(File.ReadAllText(ExitPath(Folder, shard)), NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                ? code : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Forgets how a worker ended, before the shard is submitted again.</summary>
    public void ForgetExit(int shard)
    {
        if (File.Exists(ExitPath(Folder, shard))) File.Delete(ExitPath(Folder, shard));
    }

    /// <summary>Repetitions that a shard has finished.</summary>
    public int FinishedOf(int shard)
    {
        string folder = Path.Combine(ShardPath(shard), RepetitionStore.FolderName);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.part").Count() : 0;
    }

    internal static string ShardPath(string folder, int shard) => Path.Combine(folder, "shards", Text(shard));

    internal static string ExitPath(string folder, int shard) => ShardPath(folder, shard) + ".exit";

    private static string Text(int shard) => shard.ToString("D4", CultureInfo.InvariantCulture);
}
