using Chaos.Model;

namespace Chaos.Worlds;

/// <summary>A host of the world failed: the run ends there, and says nothing about a NAT.</summary>
public sealed class WorldFailedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The last state of the hosts, for the run folder.</summary>
    public IReadOnlyList<RunAttachment> Attachments { get; init; } = [];
}
