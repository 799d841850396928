namespace Chaos.Containers.Doctor;

public enum FindingStatus
{
    Ok,

    /// <summary>Runs, but may not be what it seems, or not at every size.</summary>
    Warning,

    /// <summary>Container runs cannot work.</summary>
    Missing,
}

/// <summary>What one check of this machine found.</summary>
/// <param name="Name">Of the check.</param>
/// <param name="Status">How bad it is.</param>
/// <param name="Detail">What is there, in words and numbers.</param>
/// <param name="Remedy">The command line that mends it; null if nothing needs mending.</param>
public sealed record Finding(string Name, FindingStatus Status, string Detail, string? Remedy = null);
