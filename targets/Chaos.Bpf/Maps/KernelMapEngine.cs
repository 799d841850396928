using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Bpf.Maps;

/// <summary>Puts the maps of a datapath into the running kernel. Belongs to one thread, on which it is also disposed.</summary>
public sealed class KernelMapEngine : IMapEngine
{
    private readonly CpuPin pin = new();
    private readonly List<IDisposable> maps = [];

    /// <summary>Why this machine cannot stand for a map of this shape, with the remedy; null if it can.</summary>
    public static string? WhyNot(MapOptions shape)
    {
        if (shape.Rule != MapRule.Kernel)
            return "the kernel's map has the kernel's rule alone; run it with --set nat.map.rule=kernel, or without --map-engine kernel";
        if (RunningKernel.WhyNoOracle() is { } refused) return refused;
        int cpus = PossibleCpus.Count;
        BatchRule rule = RunningKernel.ScalesBatches() ? BatchRule.Scaled : BatchRule.Fixed128;
        if (shape.PossibleCpus != cpus)
            return $"this machine has {cpus} possible CPUs, the scenario asks for {shape.PossibleCpus}; run it with --set "
                + $"nat.map.possibleCpus={cpus}, "
                + "or without --map-engine kernel";
        string spelled = rule == BatchRule.Scaled ? "scaled" : "fixed-128";
        return shape.Batch == rule ? null
            : $"this kernel has the batch rule {spelled}; run it with --set nat.map.batch={spelled}, or without --map-engine kernel";
    }

    /// <exception cref="BpfException">The kernel refused.</exception>
    public ILruMap<TKey, TValue> Create<TKey, TValue>(MapOptions shape)
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged
    {
        KernelDatapathMap<TKey, TValue> map = new(shape, pin);
        maps.Add(map);
        return map;
    }

    public void Dispose()
    {
        foreach (IDisposable map in maps) map.Dispose();
        maps.Clear();
        pin.Dispose();
    }
}
