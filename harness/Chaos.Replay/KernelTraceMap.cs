using System.Diagnostics;
using System.Runtime.InteropServices;
using Chaos.Bpf.Maps;
using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Replay;

/// <summary>Carries trace steps out on a real map of the running kernel; consecutive steps of one CPU share a run of the program.</summary>
/// <remarks>Belongs to the thread that made it, on which it is also disposed.</remarks>
public sealed class KernelTraceMap(int maxEntries, LruFlavour flavour) : IDisposable
{
    private readonly KernelLruMap<ulong, ulong> map = new(maxEntries, flavour == LruFlavour.PerCpu);
    private readonly List<KernelOperation<ulong, ulong>> waiting = [];

    /// <summary>By ascending key; reading them marks nothing.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> Entries => map.Entries().OrderBy(entry => entry.Key);

    /// <summary>Carries the steps out in order.</summary>
    /// <returns>One result for each step, in the same order.</returns>
    /// <exception cref="Bpf.BpfException">The kernel refused, or a CPU of the trace cannot be used.</exception>
    public StepResult[] Apply(IReadOnlyList<MapStep> steps)
    {
        StepResult[] results = new StepResult[steps.Count];
        for (int begin = 0; begin < steps.Count;)
        {
            int end = begin;
            while (end < steps.Count && steps[end].Cpu == steps[begin].Cpu && steps[end].Action != MapAction.Peek) end++;
            if (end > begin) Run(steps, begin, end, results);
            else results[end++] = Peek(steps[begin].Key);
            begin = end;
        }

        return results;
    }

    public void Dispose() => map.Dispose();

    private void Run(IReadOnlyList<MapStep> steps, int begin, int end, StepResult[] results)
    {
        waiting.Clear();
        for (int position = begin; position < end; position++)
            waiting.Add(
                new KernelOperation<ulong, ulong>(KindOf(steps[position].Action), steps[position].Key, (ulong)steps[position].Line));
        Span<KernelOperation<ulong, ulong>> operations = CollectionsMarshal.AsSpan(waiting);
        map.Run(steps[begin].Cpu, operations);
        for (int position = begin; position < end; position++)
        {
            ref KernelOperation<ulong, ulong> done = ref operations[position - begin];
            MapResult result = KernelResults.Of(done.Result);
            results[position] = new StepResult(result, steps[position].Reads && result == MapResult.Ok ? done.Value : 0);
        }
    }

    private StepResult Peek(ulong key) => map.TryPeek(key, out ulong value) ? new(MapResult.Ok, value) : new(MapResult.NotFound, 0);

    private static KernelOperationKind KindOf(MapAction action) => action switch
    {
        MapAction.Lookup => KernelOperationKind.Lookup,
        MapAction.Update => KernelOperationKind.Update,
        MapAction.Create => KernelOperationKind.Create,
        MapAction.Replace => KernelOperationKind.Replace,
        MapAction.Delete => KernelOperationKind.Delete,
        _ => throw new UnreachableException(),
    };
}
