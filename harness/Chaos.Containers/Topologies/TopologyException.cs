namespace Chaos.Containers.Topologies;

/// <summary>The containers did not come up, or not in time: says which and why. Everything was removed again.</summary>
public sealed class TopologyException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>An image that somebody else made is the reason, and no program of ours.</summary>
    public bool IsOfImage { get; init; }

    /// <summary>The last of each program that had been started.</summary>
    public IReadOnlyList<ProgramRecord> Records { get; internal set; } = [];
}
