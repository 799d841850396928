using System.Text.Json.Serialization;
using Chaos.Nat.Maps;

namespace Chaos.Cli.Maps;

/// <summary>What `map replay` prints.</summary>
/// <param name="Keys">Survivors, ascending.</param>
/// <param name="Evicted">Keys in the order of their eviction.</param>
/// <param name="Errors">Operations that were refused.</param>
/// <param name="Kernel">The running kernel's answer, if it was asked.</param>
/// <param name="Identical">Whether both have the same keys and errors.</param>
internal sealed record ReplayResult(
    IReadOnlyList<ulong> Keys,
    IReadOnlyList<ulong> Evicted,
    IReadOnlyList<ReplayError> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KernelReplay? Kernel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Identical)
{
    public static ReplayResult Of(IReadOnlyList<MapStep> steps, MapShape shape, KernelReplay? kernel)
    {
        OurMap map = new(shape);
        List<ReplayError> errors = ReplayError.Of(steps, [.. steps.Select(step => map.Apply(step))]);
        List<ulong> keys = [.. map.Entries.Select(entry => entry.Key)];
        bool? identical = kernel is null ? null : keys.SequenceEqual(kernel.Keys) && errors.SequenceEqual(kernel.Errors);
        return new ReplayResult(keys, [.. map.Evictions.Select(eviction => eviction.Key)], errors, kernel, identical);
    }
}

/// <summary>The kernel's side; it reports no evictions.</summary>
internal sealed record KernelReplay(IReadOnlyList<ulong> Keys, IReadOnlyList<ReplayError> Errors)
{
    /// <exception cref="Bpf.BpfException">The kernel refuses bpf(), or a CPU of the trace is not to be had.</exception>
    public static KernelReplay Of(IReadOnlyList<MapStep> steps, MapShape shape)
    {
        using KernelMap map = new(shape.MaxEntries, shape.Flavour);
        StepResult[] results = map.Apply(steps);
        return new KernelReplay([.. map.Entries.Select(entry => entry.Key)], ReplayError.Of(steps, results));
    }
}

/// <summary>An operation that was refused, by its line and the kernel's name of the error. A lookup that misses is none.</summary>
internal readonly record struct ReplayError(int Line, string Error)
{
    public static List<ReplayError> Of(IReadOnlyList<MapStep> steps, IReadOnlyList<StepResult> results) =>
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
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
