using System.Globalization;
using Chaos.Experiments;
using Chaos.Experiments.Merging;

namespace Chaos.Cluster;

/// <summary>Submits the shards of a run, follows them, submits again what failed, and merges.</summary>
/// <param name="work">The run.</param>
/// <param name="engine">Runs the workers.</param>
/// <param name="report">Takes the state of all shards after each look.</param>
/// <param name="time">Paces the looks.</param>
public sealed class FanOutRun(FanOut work, IClusterEngine engine, Action<IReadOnlyList<ShardProgress>> report, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, int> tries = [];

    /// <exception cref="EngineException">The engine cannot be used.</exception>
    /// <exception cref="ShardsFailedException">Shards failed in all tries.</exception>
    /// <exception cref="BadPartsException">The shards do not make the run.</exception>
    public async Task<ExperimentResult> RunAsync(CancellationToken cancellation)
    {
        await engine.PrepareAsync(work, cancellation);
        try
        {
            while (!await LookAsync(cancellation)) await Task.Delay(Pause, time, cancellation);
        }
        finally
        {
            await engine.StopAsync(work);
        }

        return RunMerge.Merge([.. work.All.Select(work.ShardPath)], work.RunPath);
    }

    /// <summary>Whether all shards are complete.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        IReadOnlyDictionary<int, ShardState> seen = await engine.PollAsync(work, cancellation);
        ShardProgress[] all = [.. work.All.Select(shard => ProgressOf(shard, seen))];
        report(all);
        ShardProgress[] lost = [.. all.Where(one => one.Failed)];
        if (lost.Length > 0) throw Failure(lost);
        int[] next = [.. all.Where(one => one.State is null).Select(one => one.Shard)];
        if (next.Length > 0)
        {
            foreach (int shard in next)
            {
                tries[shard] = tries.GetValueOrDefault(shard) + 1;
                work.ForgetExit(shard);
            }

            await engine.SubmitAsync(work, next, cancellation);
        }

        return all.All(one => one.State == ShardState.Done);
    }

    /// <summary>State null: it is to be submitted.</summary>
    private ShardProgress ProgressOf(int shard, IReadOnlyDictionary<int, ShardState> seen)
    {
        int? exit = work.ExitOf(shard);
        ShardState? state = seen.TryGetValue(shard, out ShardState known) ? known : null;
        bool failed = state == ShardState.Failed;
        if (exit == 0 || state == ShardState.Done)
        {
            state = ShardState.Done;
        }
        else if (state is ShardState.Ended)
        {
            failed = exit == ShardWorker.FinalFailure || tries.GetValueOrDefault(shard) > work.Retries;
            if (!failed) state = null;
        }

        return new ShardProgress(shard, state, work.FinishedOf(shard), tries.GetValueOrDefault(shard), failed, exit);
    }

    private ShardsFailedException Failure(ShardProgress[] lost)
    {
        string list = string.Join("; ", lost.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"shard {one.Shard} {(one.Exit is { } code ? $"exit {code}" : "ended without an exit code")} in {Math.Max(1, one.Tries)} "
                + $"tries, see {work.LogPath(one.Shard)}")));
        bool final = lost.Any(one => one.Exit == ShardWorker.FinalFailure);
        return new ShardsFailedException(
            $"{list}; finished repetitions are kept{(final ? "" : ": the same command goes on from there")}", final);
    }
}

/// <param name="Shard">From 1.</param>
/// <param name="State">Null: it is submitted next.</param>
/// <param name="Finished">Repetitions.</param>
/// <param name="Tries">How often it was submitted here.</param>
/// <param name="Failed">It is given up.</param>
/// <param name="Exit">Of its last worker; null: there is none, or it was killed.</param>
public sealed record ShardProgress(int Shard, ShardState? State, int Finished, int Tries, bool Failed, int? Exit);
