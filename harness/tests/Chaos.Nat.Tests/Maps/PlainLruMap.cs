using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Replay;

namespace Chaos.Nat.Tests.Maps;

/// <summary>
/// The obvious twin of the fast map: a dictionary, linked lists of objects, the kernel's steps in the words of its source.
/// </summary>
internal abstract class PlainLruMap
{
    private readonly Dictionary<ulong, PlainNode> hash = [];

    public List<Eviction> Evictions { get; } = [];

    public IEnumerable<KeyValuePair<ulong, ulong>> Entries =>
        hash.OrderBy(entry => entry.Key).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value));

    public static PlainLruMap Create(MapOptions shape) =>
        shape.Lru == LruFlavour.Common ? new PlainCommonLru(shape) : new PlainPerCpuLru(shape);

    public StepResult Apply(in MapStep step)
    {
        PlainNode? found = hash.GetValueOrDefault(step.Key);
        switch (step.Action)
        {
            case MapAction.Lookup or MapAction.Peek:
                if (found is null) return new StepResult(MapResult.NotFound, 0);
                if (step.Action == MapAction.Lookup) found.Referenced = true;
                return new StepResult(MapResult.Ok, found.Value);
            case MapAction.Delete:
                if (found is null) return new StepResult(MapResult.NotFound, 0);
                Unlink(found);
                Push(found);
                return new StepResult(MapResult.Ok, 0);
            default:
                return new StepResult(Update(step), 0);
        }
    }

    protected abstract PlainNode? Pop(int cpu);

    protected abstract void Push(PlainNode node);

    protected bool Evict(PlainNode node, int cpu, EvictionRule rule)
    {
        if (!node.Linked) return false;
        Unlink(node);
        Evictions.Add(new Eviction(node.Key, node.Value, cpu, rule));
        return true;
    }

    private MapResult Update(in MapStep step)
    {
        if (Pop(step.Cpu) is not { } node) return MapResult.NoMemory;
        bool exists = hash.TryGetValue(step.Key, out PlainNode? old);
        if (exists && step.Action == MapAction.Create)
        {
            Push(node);
            return MapResult.Exists;
        }

        if (!exists && step.Action == MapAction.Replace)
        {
            Push(node);
            return MapResult.NotFound;
        }

        if (old is not null)
        {
            Unlink(old);
            Push(old);
        }

        (node.Key, node.Value, node.Linked, node.Referenced) = (step.Key, (ulong)step.Line, true, exists);
        hash[step.Key] = node;
        return MapResult.Ok;
    }

    private void Unlink(PlainNode node)
    {
        node.Linked = false;
        hash.Remove(node.Key);
    }
}

/// <summary>The common flavour.</summary>
internal sealed class PlainCommonLru : PlainLruMap
{
    private readonly PlainLists global;
    private readonly LinkedList<PlainNode>[] localFree, localPending;
    private readonly int[] nextSteal;
    private readonly int batch;

    public PlainCommonLru(MapOptions shape)
    {
        batch = shape.Batch == BatchRule.Fixed128 ? 128 : Math.Max(1, Math.Min(128, shape.Size / shape.PossibleCpus / 2));
        global = new PlainLists(128, Evict);
        localFree = [.. Enumerable.Range(0, shape.PossibleCpus).Select(_ => new LinkedList<PlainNode>())];
        localPending = [.. Enumerable.Range(0, shape.PossibleCpus).Select(_ => new LinkedList<PlainNode>())];
        nextSteal = [.. Enumerable.Range(0, shape.PossibleCpus)];
        for (int number = 0; number < shape.Size; number++) new PlainNode().MoveTo(global.Free);
    }

    protected override PlainNode? Pop(int cpu)
    {
        if (localFree[cpu].Count == 0) Refill(cpu);
        PlainNode? node = localFree[cpu].First?.Value ?? Steal(cpu);
        if (node is null) return null;
        node.Cpu = cpu;
        node.MoveTo(localPending[cpu]);
        return node;
    }

    protected override void Push(PlainNode node)
    {
        if (node.Place.List == localPending[node.Cpu]) node.MoveTo(localFree[node.Cpu]);
        else global.Move(node, global.Free);
    }

    private void Refill(int cpu)
    {
        while (localPending[cpu].Last is { } pending) pending.Value.MoveTo(pending.Value.Referenced ? global.Active : global.Inactive);
        global.Rotate();
        for (int got = 0; got < batch && global.Free.First is { } free; got++) free.Value.MoveTo(localFree[cpu]);
        if (localFree[cpu].Count < batch) global.Shrink(batch - localFree[cpu].Count, localFree[cpu], cpu);
    }

    private PlainNode? Steal(int cpu)
    {
        int victim = nextSteal[cpu];
        PlainNode? node = null;
        for (int tries = 0; tries < nextSteal.Length && node is null; tries++)
        {
            List<PlainNode> pending = [.. localPending[victim].Reverse()];
            node = localFree[victim].First?.Value
                ?? pending.FirstOrDefault(candidate => !candidate.Referenced && Evict(candidate, cpu, EvictionRule.Steal))
                ?? pending.FirstOrDefault(candidate => Evict(candidate, cpu, EvictionRule.Steal));
            victim = (victim + 1) % nextSteal.Length;
        }

        nextSteal[cpu] = victim;
        return node;
    }
}

/// <summary>The per-CPU flavour.</summary>
internal sealed class PlainPerCpuLru : PlainLruMap
{
    private readonly PlainLists[] lists;

    public PlainPerCpuLru(MapOptions shape)
    {
        lists = [.. Enumerable.Range(0, shape.PossibleCpus).Select(_ => new PlainLists(4, Evict))];
        int share = (shape.Size + shape.PossibleCpus - 1) / shape.PossibleCpus;
        for (int cpu = 0; cpu < shape.PossibleCpus; cpu++)
            for (int number = 0; number < share; number++)
                new PlainNode { Cpu = cpu }.MoveTo(lists[cpu].Free);
    }

    protected override PlainNode? Pop(int cpu)
    {
        PlainLists own = lists[cpu];
        own.Rotate();
        if (own.Free.Count == 0) own.Shrink(4, own.Free, cpu);
        if (own.Free.First?.Value is not { } node) return null;
        own.Move(node, own.Inactive);
        return node;
    }

    protected override void Push(PlainNode node) => lists[node.Cpu].Move(node, lists[node.Cpu].Free);
}
