using System.Diagnostics;
using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Replay;

/// <summary>Carries trace steps out on our LRU map and keeps the evictions.</summary>
public sealed class TraceMap : IEvictionObserver<ulong, ulong>
{
    private readonly ILruMap<ulong, ulong> map;

    public TraceMap(MapOptions shape)
    {
        using OwnMapEngine engine = new();
        map = engine.Create<ulong, ulong>(shape);
        map.TryObserve(this);
    }

    /// <summary>In the order in which they happened.</summary>
    public List<Eviction> Evictions { get; } = [];

    /// <summary>By ascending key; reading them marks nothing.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> Entries => map.Entries().OrderBy(entry => entry.Key);

    /// <summary>Carries one step out.</summary>
    public StepResult Apply(in MapStep step)
    {
        ulong value = 0;
        MapResult result = step.Action switch
        {
            MapAction.Lookup => map.TryLookup(step.Key, out value) ? MapResult.Ok : MapResult.NotFound,
            MapAction.Peek => map.TryPeek(step.Key, out value) ? MapResult.Ok : MapResult.NotFound,
            MapAction.Update => map.Update(step.Key, (ulong)step.Line, UpdateMode.Any, step.Cpu),
            MapAction.Create => map.Update(step.Key, (ulong)step.Line, UpdateMode.NoExist, step.Cpu),
            MapAction.Replace => map.Update(step.Key, (ulong)step.Line, UpdateMode.Exist, step.Cpu),
            MapAction.Delete => map.Delete(step.Key),
            _ => throw new UnreachableException(),
        };
        return new StepResult(result, value);
    }

    void IEvictionObserver<ulong, ulong>.OnEvicted(in ulong key, in ulong value, int cpu, EvictionRule rule) =>
        Evictions.Add(new Eviction(key, value, cpu, rule));
}

/// <summary>An entry that the LRU threw out: by which CPU's operation and by which rule.</summary>
public readonly record struct Eviction(ulong Key, ulong Value, int Cpu, EvictionRule Rule);
