using Chaos.Harness.Planning;

namespace Chaos.Harness.Backends;

/// <summary>A world in which a repetition can be run.</summary>
public interface IBackend : IAsyncDisposable
{
    /// <summary>`sim` or `docker`.</summary>
    string Name { get; }

    /// <summary>Version of the container engine, or null where there is none.</summary>
    string? EngineVersion { get; }

    /// <summary>Where the NAT's entries live.</summary>
    MapEngineKind MapEngine { get; }

    /// <summary>Runs one repetition; <paramref name="withNat"/> false is the control arm: the same traffic over plain routing.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; everything that was started is gone.</exception>
    Task<RepetitionOutcome> RunAsync(RepetitionPlan plan, bool withNat, CancellationToken cancellation);
}

/// <summary>Where the entries of our NAT live.</summary>
public enum MapEngineKind
{
    /// <summary>In our own LRU map.</summary>
    Csharp,

    /// <summary>In a map of the running kernel.</summary>
    Kernel,
}
