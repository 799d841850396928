namespace Chaos.Containers;

/// <summary>No Docker engine that we can use, or a privilege or tool is missing: says why, and the command that mends it.</summary>
public sealed class DockerUnavailableException(string reason, string remedy, Exception? cause = null)
    : Exception($"{reason}. Try: {remedy}", cause)
{
    public string Reason { get; } = reason;

    /// <summary>A command line.</summary>
    public string Remedy { get; } = remedy;
}
