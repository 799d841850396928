using Chaos.Containers.Cleaning;

namespace Chaos.Containers;

/// <summary>The labels on every container and network of ours: whose they are, of which run, and which process owns them.</summary>
internal static class RunLabels
{
    public const string Project = "chaos.project";
    public const string ProjectValue = "chaos";
    public const string Run = "chaos.run";
    public const string Owner = "chaos.owner";

    public static Dictionary<string, string> For(string run) => new()
    {
        [Project] = ProjectValue,
        [Run] = run,
        [Owner] = RunOwner.ThisProcess.ToString(),
    };

    /// <summary>All of ours, or those of one run.</summary>
    public static IDictionary<string, IDictionary<string, bool>> Filter(string? run = null)
    {
        Dictionary<string, bool> labels = new() { [$"{Project}={ProjectValue}"] = true };
        if (run is not null) labels[$"{Run}={run}"] = true;
        return new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels };
    }
}
