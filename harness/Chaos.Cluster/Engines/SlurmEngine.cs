using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Chaos.Experiments;

namespace Chaos.Cluster.Engines;

/// <summary>
/// Job arrays of Slurm, by its own commands. Partition, account and limits come from Slurm's own variables (SBATCH_PARTITION, ...). The
/// shared folder must have the same path on all nodes.
/// </summary>
public sealed class SlurmEngine : IClusterEngine
{
    private const string ScriptName = "slurm.sh";

    /// <summary>Job numbers, one a line: a submitter that is started again finds its jobs.</summary>
    private const string JobsName = "slurm.jobs";

    /// <summary>Jobs from the first; a shard is in the last that has it.</summary>
    private readonly List<string> jobs = [];
    private readonly HashSet<int> submitted = [];

    public string Name => "slurm";

    public IReadOnlyList<EngineFile> FilesOf(FanOut work)
    {
        ArgumentNullException.ThrowIfNull(work);
        string text = $"""
            #!/bin/sh
            # Submit with: sbatch --array=1-{work.Shards}%{work.Parallel} {ShellWord.Of(Path.Combine(work.Folder, ScriptName))}
            #SBATCH --job-name=chaos-{work.Name}
            #SBATCH --output={work.LogFolder}/%4a.log
            #SBATCH --open-mode=append
            #SBATCH --no-requeue
            exec {work.WorkerCommand($"\"$SLURM_ARRAY_TASK_ID/{work.Shards}\"")}

            """;
        return [new EngineFile(ScriptName, text)];
    }

    public async Task PrepareAsync(FanOut work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        // squeue asks the controller, so a cluster that does not answer is found here.
        await RunAsync(cancellation, "squeue", "--noheader", "--me");
        Directory.CreateDirectory(work.LogFolder);
        string file = Path.Combine(work.Folder, JobsName);
        if (File.Exists(file)) jobs.AddRange(await File.ReadAllLinesAsync(file, cancellation));
    }

    public async Task SubmitAsync(FanOut work, IReadOnlyList<int> shards, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        string array = string.Join(',', shards.Select(shard => shard.ToString(CultureInfo.InvariantCulture)));
        string output = await RunAsync(
            cancellation, "sbatch", "--parsable", $"--array={array}%{work.Parallel}", Path.Combine(work.Folder, ScriptName));
        // `--parsable` adds the cluster behind a semicolon where there are several.
        string job = output.Trim().Split(';')[0];
        jobs.Add(job);
        submitted.UnionWith(shards);
        await File.AppendAllTextAsync(Path.Combine(work.Folder, JobsName), $"{job}\n", cancellation);
    }

    public async Task<IReadOnlyDictionary<int, ShardState>> PollAsync(FanOut work, CancellationToken cancellation)
    {
        Dictionary<int, ShardState> states = submitted.ToDictionary(shard => shard, _ => ShardState.Ended);
        if (jobs.Count == 0) return states;
        // An array job lists each of its tasks; tasks that have ended are not listed, and jobs that are forgotten are no error here.
        string output = await RunAsync(cancellation, "squeue", "--noheader", "--array", "--me", "--format=%F %K %T");
        foreach (string[] words in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')))
        {
            if (words is not [string job, string task, string state] || !jobs.Contains(job)) continue;
            if (!int.TryParse(task, NumberStyles.None, CultureInfo.InvariantCulture, out int shard)) continue;
            states[shard] = state is "PENDING" or "CONFIGURING" or "REQUEUED" ? ShardState.Waiting : ShardState.Running;
        }

        return states;
    }

    public async Task StopAsync(FanOut work)
    {
        try
        {
            if (jobs.Count > 0) await RunAsync(CancellationToken.None, ["scancel", "--quiet", .. jobs]);
        }
        catch (EngineException)
        {
            // Jobs that have ended may be forgotten already; others end when they are done, and a lock keeps them from doing harm.
        }

        File.Delete(Path.Combine(work.Folder, JobsName));
    }

    private static async Task<string> RunAsync(CancellationToken cancellation, params string[] words)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(words[0], words[1..])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            throw new EngineException(
                $"Slurm's command {words[0]} cannot be started; install slurm-client and configure it, or choose another --engine",
                missing);
        }

        using Process running = process;
        Task<string> output = running.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = running.StandardError.ReadToEndAsync(cancellation);
        await running.WaitForExitAsync(cancellation);
        return running.ExitCode == 0 ? await output : throw new EngineException(
            $"{string.Join(' ', words)}: exit {running.ExitCode}: {(await errors).Trim()}; `scontrol ping` says whether Slurm answers");
    }
}
