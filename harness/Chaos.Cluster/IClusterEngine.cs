namespace Chaos.Cluster;

/// <summary>A scheduler that runs workers.</summary>
public interface IClusterEngine
{
    string Name { get; }

    /// <summary>Files that it needs in the shared folder; a dry run writes these and ends.</summary>
    IReadOnlyList<EngineFile> FilesOf(FanOut work);

    /// <summary>Makes sure that it can be used, and finds shards that an earlier call has left with it.</summary>
    /// <exception cref="EngineException">It cannot be used.</exception>
    Task PrepareAsync(FanOut work, CancellationToken cancellation);

    /// <exception cref="EngineException">It refuses.</exception>
    Task SubmitAsync(FanOut work, IReadOnlyList<int> shards, CancellationToken cancellation);

    /// <summary>Where it sees shards; one that is missing was never submitted.</summary>
    /// <exception cref="EngineException">It does not answer.</exception>
    Task<IReadOnlyDictionary<int, ShardState>> PollAsync(FanOut work, CancellationToken cancellation);

    /// <summary>Stops what runs, and removes what it has made.</summary>
    Task StopAsync(FanOut work);
}

/// <param name="Path">From the shared folder.</param>
/// <param name="Text">Its content.</param>
public sealed record EngineFile(string Path, string Text);

/// <summary>Where a shard is.</summary>
public enum ShardState
{
    /// <summary>Not begun.</summary>
    Waiting,

    Running,

    /// <summary>Its worker is gone; the exit file tells how it ended.</summary>
    Ended,

    /// <summary>The engine says that it is complete.</summary>
    Done,

    /// <summary>The engine has given it up.</summary>
    Failed,
}

/// <summary>A scheduler cannot be used, or has refused; the message has the remedy.</summary>
public sealed class EngineException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Shards did not finish; the message names them and their logs.</summary>
public sealed class ShardsFailedException(string message, bool isFinal) : Exception(message)
{
    /// <summary>Another try would fail too.</summary>
    public bool IsFinal => isFinal;
}
