using System.Diagnostics;
using System.Text.Json.Serialization;
using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Replay;

/// <summary>What a replay came to; `chaos map replay` prints it as JSON.</summary>
/// <param name="Keys">Survivors, ascending.</param>
/// <param name="Evicted">Keys in the order of their eviction.</param>
/// <param name="Errors">Operations that were refused.</param>
/// <param name="Kernel">The running kernel's answer, if it was asked.</param>
/// <param name="Identical">Whether both have the same keys and errors.</param>
public sealed record ReplayResult(
    IReadOnlyList<ulong> Keys,
    IReadOnlyList<ulong> Evicted,
    IReadOnlyList<ReplayError> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KernelReplay? Kernel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Identical)
{
    /// <summary>Replays a trace on our map and compares it with the kernel's answer.</summary>
    /// <param name="steps">The trace.</param>
    /// <param name="shape">Of our map.</param>
    /// <param name="kernel">The kernel's answer to the same trace; null: no comparison.</param>
    public static ReplayResult Of(IReadOnlyList<MapStep> steps, MapOptions shape, KernelReplay? kernel)
    {
        TraceMap map = new(shape);
        IReadOnlyList<ReplayError> errors = ReplayError.Of(steps, [.. steps.Select(step => map.Apply(step))]);
        List<ulong> keys = [.. map.Entries.Select(entry => entry.Key)];
        bool? identical = kernel is null ? null : keys.SequenceEqual(kernel.Keys) && errors.SequenceEqual(kernel.Errors);
        return new ReplayResult(keys, [.. map.Evictions.Select(eviction => eviction.Key)], errors, kernel, identical);
    }
}

/// <summary>The kernel's side; it reports no evictions.</summary>
public sealed record KernelReplay(IReadOnlyList<ulong> Keys, IReadOnlyList<ReplayError> Errors)
{
    /// <summary>
    /// Replays a trace on a map of the running kernel; of the shape it takes size and flavour, the rest is the machine's.
    /// </summary>
    /// <exception cref="Bpf.BpfException">The kernel refuses bpf(), or a CPU of the trace cannot be used.</exception>
    public static KernelReplay Of(IReadOnlyList<MapStep> steps, MapOptions shape)
    {
        using KernelTraceMap map = new(shape.Size, shape.Lru);
        StepResult[] results = map.Apply(steps);
        return new KernelReplay([.. map.Entries.Select(entry => entry.Key)], ReplayError.Of(steps, results));
    }
}

/// <summary>An operation that was refused, by its line and the kernel's name of the error. A lookup that misses is none.</summary>
public readonly record struct ReplayError(int Line, string Error)
{
    /// <summary>The refused operations among the steps.</summary>
    internal static IReadOnlyList<ReplayError> Of(IReadOnlyList<MapStep> steps, IReadOnlyList<StepResult> results) =>
    [
        .. from position in Enumerable.Range(0, steps.Count)
           where results[position].Result != MapResult.Ok && !steps[position].Reads
           select new ReplayError(steps[position].Line, NameOf(results[position].Result)),
    ];

    private static string NameOf(MapResult result) => result switch
    {
        MapResult.Exists => "EEXIST",
        MapResult.NotFound => "ENOENT",
        MapResult.NoMemory => "ENOMEM",
        _ => throw new UnreachableException(),
    };
}
