using System.CommandLine;
using Chaos.Cluster;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Planning;

namespace Chaos.Cli.Commands;

/// <summary>`worker`: one shard, as a scheduler starts it.</summary>
internal static class WorkerCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "The folder that `fan-out` has prepared." };

    private static readonly Option<string> ShardOf = new("--shard")
    {
        Description = "i/n, or auto/n: the index from a Slurm array, an indexed Kubernetes Job, or CHAOS_SHARD_INDEX.", HelpName = "i/n",
        Required = true,
    };

    private static readonly Option<string> Backend = Shared.Backend();

    private static readonly Option<int?> Jobs = Numbers.Whole<int>(
        "--jobs", 1, int.MaxValue, "Repetitions at a time in the simulation. Default: the number of processors.");

    public static Command Create()
    {
        Verb command = new(
            "worker", "Runs one shard of a run that `fan-out` has divided. Exit 42: another try is of no use.",
            "worker /shared/sweep --shard auto/20")
        {
            Folder, ShardOf, Backend, Jobs,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetRequiredValue(Folder);
        string? shard = null;
        int exit;
        try
        {
            shard = ShardIndex.Resolve(parsed.GetRequiredValue(ShardOf), Environment.GetEnvironmentVariable)!;
            await ShardWorker.RunAsync(
                folder, shard,
                new ExperimentOptions
                {
                    World = Shared.WorldOf(parsed, Backend),
                    Jobs = parsed.GetValue(Jobs) ?? Environment.ProcessorCount,
                    Replay = $"{CommandName.Text} run {ShellWord.Of(Path.Combine(folder, "scenario.yaml"))} --shard {shard}",
                },
                cancellation);
            Console.Out.WriteLine($"shard {shard} is complete");
            exit = ExitCode.Pass;
        }
        catch (Exception failure)
        {
            exit = Failures.Report(failure, cancellation.IsCancellationRequested);
            if (exit is ExitCode.Usage or ExitCode.BadInput) exit = ShardWorker.FinalFailure;
        }

        if (shard is not null && shard.Split('/')[0].All(char.IsAsciiDigit)) ShardWorker.WriteExit(folder, shard, exit);
        return exit;
    }
}
