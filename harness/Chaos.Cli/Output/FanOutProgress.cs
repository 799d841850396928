using System.Globalization;
using Chaos.Cluster;

namespace Chaos.Cli.Output;

/// <summary>One line for each shard whose state has changed.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="planned">Repetitions of each shard, the control arm not counted.</param>
internal sealed class FanOutProgress(TextWriter output, IReadOnlyList<int> planned)
{
    private readonly Dictionary<int, string> shown = [];

    public void Show(IReadOnlyList<ShardProgress> shards)
    {
        foreach (ShardProgress one in shards)
        {
            string state = one.Failed ? "failed" : one.State switch
            {
                ShardState.Done => "done",
                ShardState.Running => "running",
                null when one.Tries > 0 => one.Exit is { } code
                    ? string.Create(CultureInfo.InvariantCulture, $"ended with {code}, tried again") : "killed, tried again",
                _ => "waiting",
            };
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"shard {one.Shard}/{shards.Count}: {state}, {one.Finished} of {planned[one.Shard - 1]} repetitions");
            if (shown.GetValueOrDefault(one.Shard) == line) continue;
            shown[one.Shard] = line;
            output.WriteLine(line);
        }
    }
}
