using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Simulation;

/// <summary>Where the tables of a simulated NAT live.</summary>
/// <param name="Name">As the command line and `results.json` spell it.</param>
/// <param name="Create">Makes the engine of one run, on the thread that runs it.</param>
public sealed record MapEngineKind(string Name, Func<IMapEngine> Create)
{
    /// <summary>In our own LRU map, in this process.</summary>
    public static MapEngineKind Own { get; } = new("csharp", static () => new OwnMapEngine());

    /// <summary>What tables there cannot do, each with the reason and the remedy.</summary>
    public IReadOnlyDictionary<Capability, string> Missing { get; init; } = new Dictionary<Capability, string>();

    /// <summary>Why this machine cannot hold a map, with the remedy; null if it can.</summary>
    public Func<MapOptions, string?> WhyNot { get; init; } = static _ => null;
}
