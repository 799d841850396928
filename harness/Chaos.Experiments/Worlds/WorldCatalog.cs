namespace Chaos.Experiments.Worlds;

/// <summary>The worlds by name. This list is where a world is registered; the first is the default.</summary>
public static class WorldCatalog
{
    public static IReadOnlyList<WorldKind> All { get; } = [new SimulationKind(), new ContainersKind()];

    public static WorldKind Default => All[0];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(world => world.Name)];

    /// <exception cref="ArgumentException">There is no such world.</exception>
    public static WorldKind Find(string name) => All.FirstOrDefault(world => world.Name == name)
        ?? throw new ArgumentException($"there is no world '{name}'; there are {string.Join(", ", Names)}", nameof(name));
}
