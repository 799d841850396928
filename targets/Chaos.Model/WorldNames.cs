namespace Chaos.Model;

/// <summary>The worlds by name, as scenario files, the command line and `results.json` spell them. The first is the default.</summary>
public static class WorldNames
{
    /// <summary>Virtual time.</summary>
    public const string Simulation = "sim";

    /// <summary>Containers.</summary>
    public const string Containers = "docker";

    public static IReadOnlyList<string> All { get; } = [Simulation, Containers];
}
