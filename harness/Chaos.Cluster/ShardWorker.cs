using System.Globalization;
using System.Text;
using Chaos.Experiments;
using Chaos.Runs;

namespace Chaos.Cluster;

/// <summary>What a scheduler runs: one shard of the run in a shared folder. A shard that is run twice does no harm.</summary>
public static class ShardWorker
{
    /// <summary>No scheduler should try it again: the scenario or the command is bad.</summary>
    public const int FinalFailure = 42;

    /// <summary>How often a worker looks whether the other one that has its shard has ended.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs what is left of a shard. While another worker has it, this one waits.</summary>
    /// <param name="folder">The shared folder.</param>
    /// <param name="shard">`i/n`.</param>
    /// <param name="options">Its folder is that of the shard.</param>
    /// <param name="cancellation">Stops it; finished repetitions are kept.</param>
    public static async Task<ExperimentResult> RunAsync(
        string folder, string shard, ExperimentOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        Experiment experiment = Experiment.Load(Path.Combine(folder, "scenario.yaml")).OnlyShard(shard);
        ExperimentOptions mine = options with { Folder = FanOut.ShardPath(folder, NumberOf(shard)), Resume = true };
        while (true)
        {
            try
            {
                return await experiment.RunAsync(mine, cancellation);
            }
            catch (FolderBusyException)
            {
                await Task.Delay(Pause, options.Time, cancellation);
            }
        }
    }

    /// <summary>Leaves the exit code where the submitter finds it; where the folder is gone, nobody looks.</summary>
    public static void WriteExit(string folder, string shard, int code)
    {
        try
        {
            string path = FanOut.ExitPath(folder, NumberOf(shard));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            byte[] text = Encoding.ASCII.GetBytes(code.ToString(CultureInfo.InvariantCulture));
            AtomicFile.Write(path, stream => stream.Write(text));
        }
        catch (Exception refused) when (refused is StorageException or IOException or UnauthorizedAccessException)
        {
            // A disk that is full, for example: the submitter sees a worker that ended without a word, and tries again.
        }
    }

    private static int NumberOf(string shard) => int.Parse(shard.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture);
}
