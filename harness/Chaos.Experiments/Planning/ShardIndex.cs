using System.Globalization;

namespace Chaos.Experiments.Planning;

/// <summary>Which shard this machine has, where a scheduler says so in the environment: `--shard auto` and `--shard auto/n`.</summary>
public static class ShardIndex
{
    /// <summary>From 1: for schedulers without a variable of their own.</summary>
    public const string IndexVariable = "CHAOS_SHARD_INDEX";

    /// <summary>How many shards there are, where the scheduler does not say.</summary>
    public const string CountVariable = "CHAOS_SHARD_COUNT";

    /// <summary>Indexes of shards, and the place in that list, from 0: `fan-out` sets them for Docker Swarm.</summary>
    public const string ListVariable = "CHAOS_SHARD_LIST", SlotVariable = "CHAOS_SHARD_SLOT";

    private const string Auto = "auto";

    /// <summary>A Kubernetes Job of completion mode Indexed sets it, from 0.</summary>
    private const string Kubernetes = "JOB_COMPLETION_INDEX";

    private const string Slurm = "SLURM_ARRAY_TASK_ID", SlurmFirst = "SLURM_ARRAY_TASK_MIN", SlurmCount = "SLURM_ARRAY_TASK_COUNT";

    /// <summary>`auto` as `i/n`; another text as it is.</summary>
    /// <param name="shard">Null: no shard.</param>
    /// <param name="variable">Reads the environment.</param>
    /// <exception cref="RefusedException">The environment does not say which shard this is, or of how many.</exception>
    public static string? Resolve(string? shard, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (shard?.Split('/') is not [Auto, .. var rest]) return shard;
        int index = variable(ListVariable) is { Length: > 0 } list ? FromList(list) : Number(Kubernetes) is { } job ? job + 1
            : Number(Slurm) is { } task ? task - (Number(SlurmFirst) ?? 0) + 1
            : Number(IndexVariable) ?? throw new RefusedException(
                $"--shard {shard}: none of {Kubernetes}, {Slurm} and {IndexVariable} is set; write i/n, or set one of them");
        string count = rest is [var given] ? given
            : (Number(Kubernetes) is null && Number(Slurm) is not null ? Number(SlurmCount) : null) is { } tasks ? Text(tasks)
            : Number(CountVariable) is { } shards ? Text(shards)
            : throw new RefusedException($"--shard {shard}: the number of shards is not known; write auto/n, or set {CountVariable}");
        return $"{Text(index)}/{count}";

        int FromList(string list)
        {
            string[] indexes = list.Split(',');
            // Some versions of Docker Swarm write the node's ID in the place of slot 0.
            int slot = int.TryParse(variable(SlotVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
            return slot < indexes.Length && int.TryParse(indexes[slot], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                ? index
                : throw new RefusedException($"--shard {shard}: {ListVariable} is '{list}' and {SlotVariable} {slot}: no such shard");
        }

        int? Number(string name) => variable(name) is not { Length: > 0 } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new RefusedException($"--shard {shard}: {name} is '{text}', expected a whole number");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
