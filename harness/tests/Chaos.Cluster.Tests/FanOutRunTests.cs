using Chaos.Cluster.Engines;
using Chaos.Experiments;

namespace Chaos.Cluster.Tests;

/// <summary>What is tried again, and what is not.</summary>
public sealed class FanOutRunTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task A_shard_without_an_exit_code_or_with_one_that_may_pass_is_submitted_again_up_to_the_limit()
    {
        Scripted engine = new(Work(retries: 2), (shard, attempt) => shard == 1 ? null : 74);

        ShardsFailedException failure = await Assert.ThrowsAsync<ShardsFailedException>(() => RunAsync(engine));

        Assert.Equal([3, 3], engine.Tries);
        Assert.False(failure.IsFinal);
        Assert.Contains("shard 1 ended without an exit code in 3 tries, see ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("shard 2 exit 74 in 3 tries", failure.Message, StringComparison.Ordinal);
        Assert.True(engine.Stopped);
    }

    [Fact]
    public async Task A_shard_with_exit_42_is_not_submitted_again()
    {
        Scripted engine = new(Work(retries: 5), (shard, attempt) => shard == 1 ? 0 : ShardWorker.FinalFailure);

        ShardsFailedException failure = await Assert.ThrowsAsync<ShardsFailedException>(() => RunAsync(engine));

        Assert.Equal([1, 1], engine.Tries);
        Assert.True(failure.IsFinal);
        Assert.DoesNotContain("shard 1 ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_is_complete_is_never_submitted()
    {
        FanOut work = Work(retries: 0);
        ShardWorker.WriteExit(work.Folder, "1/2", 0);
        Scripted engine = new(work, (shard, attempt) => ShardWorker.FinalFailure);

        await Assert.ThrowsAsync<ShardsFailedException>(() => RunAsync(engine));

        Assert.Equal([0, 1], engine.Tries);
    }

    [Fact]
    public void The_script_for_slurm_names_the_folder_as_it_is_and_the_task_as_the_shard()
    {
        FanOut work = Work(retries: 0) with { Folder = "/shared/SHARD it's" };

        Assert.Contains(
            "\nexec chaos worker '/shared/SHARD it'\\''s' --shard \"$SLURM_ARRAY_TASK_ID/2\"\n",
            Assert.Single(new SlurmEngine().FilesOf(work)).Text, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Task<ExperimentResult> RunAsync(Scripted engine) =>
        new FanOutRun(engine.Work, engine, _ => { }, new ImmediateTime()).RunAsync(TestContext.Current.CancellationToken);

    private FanOut Work(int retries) => new()
    {
        Folder = folder.FullName, Name = "scripted", Shards = 2, Program = ["chaos"], Retries = retries,
    };

    /// <summary>Workers end as they are submitted, each with the exit code of its attempt; null: without one.</summary>
    private sealed class Scripted(FanOut work, Func<int, int, int?> exit) : IClusterEngine
    {
        private readonly Dictionary<int, int> tries = [];

        public FanOut Work => work;

        public IEnumerable<int> Tries => work.All.Select(shard => tries.GetValueOrDefault(shard));

        public bool Stopped { get; private set; }

        public string Name => "scripted";

        public IReadOnlyList<EngineFile> FilesOf(FanOut work) => [];

        public Task PrepareAsync(FanOut work, CancellationToken cancellation) => Task.CompletedTask;

        public Task SubmitAsync(FanOut work, IReadOnlyList<int> shards, CancellationToken cancellation)
        {
            foreach (int shard in shards)
            {
                tries[shard] = tries.GetValueOrDefault(shard) + 1;
                if (exit(shard, tries[shard]) is { } code) ShardWorker.WriteExit(work.Folder, $"{shard}/{work.Shards}", code);
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyDictionary<int, ShardState>> PollAsync(FanOut work, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyDictionary<int, ShardState>>(tries.Keys.ToDictionary(shard => shard, _ => ShardState.Ended));

        public Task StopAsync(FanOut work)
        {
            Stopped = true;
            return Task.CompletedTask;
        }
    }

    /// <summary>Timers fire at once.</summary>
    private sealed class ImmediateTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
