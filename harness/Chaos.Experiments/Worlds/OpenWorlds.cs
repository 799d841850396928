using Chaos.Scenarios.Cells;
using Chaos.Worlds;

namespace Chaos.Experiments.Worlds;

/// <summary>The open worlds of a session, in the order of the catalog; at least one.</summary>
internal sealed class OpenWorlds(CellWorlds choice) : IAsyncDisposable
{
    private readonly List<(WorldKind Kind, IWorld World)> worlds = [];

    /// <summary>Which world a cell has.</summary>
    public CellWorlds Choice => choice;

    public IWorld this[Cell cell] => worlds.First(one => one.Kind == choice[cell]).World;

    public string? EngineVersion => worlds.Select(one => one.World.EngineVersion).FirstOrDefault(version => version is not null);

    /// <summary>Where the tables of a simulated NAT live; the same in all of them, since others refuse a foreign engine.</summary>
    public string MapEngine => worlds[0].World.MapEngine;

    public void Add(WorldKind kind, IWorld world) => worlds.Add((kind, world));

    public async ValueTask DisposeAsync()
    {
        foreach ((_, IWorld world) in worlds) await world.DisposeAsync();
    }
}
