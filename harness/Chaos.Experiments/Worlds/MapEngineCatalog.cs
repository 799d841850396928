using Chaos.Bpf.Maps;
using Chaos.Model;
using Chaos.Simulation;

namespace Chaos.Experiments.Worlds;

/// <summary>Where the tables of a simulated NAT can live, by name. The first is the default.</summary>
public static class MapEngineCatalog
{
    /// <summary>In the running kernel's own LRU map; needs root.</summary>
    public static MapEngineKind Kernel { get; } = new("kernel", static () => new KernelMapEngine())
    {
        Missing = new Dictionary<Capability, string>
        {
            [Capability.ReadReferenceBits] =
                "selects entries by their reference bits, which a kernel shows nobody; run without --map-engine kernel",
            [Capability.ActOnEvictions] =
                "acts on evictions, and a kernel reports none; leave it out with --only, or run without --map-engine kernel",
        },
        WhyNot = KernelMapEngine.WhyNot,
    };

    public static IReadOnlyList<MapEngineKind> All { get; } = [MapEngineKind.Own, Kernel];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(engine => engine.Name)];

    /// <exception cref="ArgumentException">There is no such engine.</exception>
    public static MapEngineKind Find(string name) =>
        All.FirstOrDefault(engine => engine.Name == name) ?? throw new ArgumentException($"there is no map engine '{name}'", nameof(name));
}
