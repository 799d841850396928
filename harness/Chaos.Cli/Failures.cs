using Chaos.Bpf;
using Chaos.Cluster;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Merging;
using Chaos.Runs;

namespace Chaos.Cli;

/// <summary>What went wrong, as an exit code and a line on standard error. Only what nobody foresaw is a bug of ours.</summary>
internal static class Failures
{
    /// <param name="failure">What ended the command.</param>
    /// <param name="interrupted">The user asked it to stop.</param>
    /// <returns>The exit code.</returns>
    public static int Report(Exception failure, bool interrupted)
    {
        (int code, string text) = failure switch
        {
            OperationCanceledException when interrupted => (ExitCode.Interrupted, "interrupted; what was done is kept"),
            UsageException or RefusedException or RunFolderException => (ExitCode.Usage, failure.Message),
            DamagedRunException or BadPartsException or BadScenarioException => (ExitCode.BadInput, failure.Message),
            ShardsFailedException { IsFinal: true } => (ShardWorker.FinalFailure, failure.Message),
            DockerUnavailableException or EngineException or ShardsFailedException or KernelUnfitException or BpfException =>
                (ExitCode.Unavailable, failure.Message),
            StorageException { Trouble: StorageTrouble.CannotCreate } => (ExitCode.CannotCreate, failure.Message),
            StorageException => (ExitCode.IoError, failure.Message),
            _ when IsOutOfMemory(failure) => (ExitCode.Unavailable, OutOfMemory()),
            IOException or UnauthorizedAccessException =>
                (ExitCode.IoError, $"a file cannot be read or written: {failure.Message.TrimEnd('.')}; mend that, and run it again"),
            _ => (ExitCode.Internal, $"this is a bug of ours, please report it: {failure}"),
        };
        Console.Error.WriteLine($"chaos: {text}");
        return code;
    }

    /// <summary>Whether memory ran out, however deep inside.</summary>
    public static bool IsOutOfMemory(Exception failure) =>
        failure is OutOfMemoryException || (failure.InnerException is { } inner && IsOutOfMemory(inner));

    private static string OutOfMemory() =>
        $"out of memory: this process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20:N0} MiB; run fewer cells at a time "
        + "(--jobs 1), watch fewer flows, take a smaller map, or give it more memory";
}
