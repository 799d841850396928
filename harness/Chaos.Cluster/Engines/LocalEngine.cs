using System.Diagnostics;
using Chaos.Experiments;

namespace Chaos.Cluster.Engines;

/// <summary>Processes of this machine.</summary>
public sealed class LocalEngine : IClusterEngine
{
    private readonly Dictionary<int, Process?> workers = [];
    private readonly Queue<int> waiting = [];

    public string Name => "local";

    public IReadOnlyList<EngineFile> FilesOf(FanOut work)
    {
        ArgumentNullException.ThrowIfNull(work);
        string commands = string.Join('\n', work.All.Select(shard => work.WorkerCommand(work.TextOf(shard))));
        string text = $"#!/bin/sh\n# The workers that the local engine starts, {work.Parallel} at a time.\n{commands}\n";
        return [new EngineFile("local.sh", text)];
    }

    public Task PrepareAsync(FanOut work, CancellationToken cancellation) => Task.CompletedTask;

    public Task SubmitAsync(FanOut work, IReadOnlyList<int> shards, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(shards);
        foreach (int shard in shards)
        {
            workers.Remove(shard);
            waiting.Enqueue(shard);
        }

        Start(work);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<int, ShardState>> PollAsync(FanOut work, CancellationToken cancellation)
    {
        Start(work);
        Dictionary<int, ShardState> states = waiting.ToDictionary(shard => shard, _ => ShardState.Waiting);
        foreach ((int shard, Process? worker) in workers)
            states[shard] = worker is { HasExited: false } ? ShardState.Running : ShardState.Ended;
        return Task.FromResult<IReadOnlyDictionary<int, ShardState>>(states);
    }

    public async Task StopAsync(FanOut work)
    {
        waiting.Clear();
        foreach (Process worker in workers.Values.OfType<Process>())
        {
            // SIGTERM would let it write what is there; that is already in its files.
            if (!worker.HasExited) worker.Kill(entireProcessTree: true);
            await worker.WaitForExitAsync();
            worker.Dispose();
        }

        workers.Clear();
    }

    private void Start(FanOut work)
    {
        while (waiting.Count > 0 && workers.Values.Count(worker => worker is { HasExited: false }) < work.Parallel)
        {
            int shard = waiting.Dequeue();
            Directory.CreateDirectory(work.LogFolder);
            // A shell sends both streams into the log, so that nobody has to read them here.
            string command = work.WorkerCommand(work.TextOf(shard));
            workers[shard] = Process.Start(new ProcessStartInfo(
                "/bin/sh", ["-c", $"exec {command} >>{ShellWord.Of(work.LogPath(shard))} 2>&1 </dev/null"]));
        }
    }
}
