using System.Diagnostics;
using System.Globalization;

namespace Chaos.Benchmarks.Starts;

/// <summary>What cannot be measured, and what helps.</summary>
internal sealed class NotMeasuredException(string reason, string remedy) : Exception($"not measured: {reason}. Try: {remedy}");

/// <summary>One run of `./chaos` in containers until its first packet, and its end by Ctrl-C.</summary>
/// <param name="root">The repository's.</param>
/// <param name="time">The clock.</param>
internal sealed class StartRound(string root, TimeProvider time)
{
    private const int Interrupted = 130;

    /// <summary>An end that takes longer is none: the interrupt was lost.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    /// <summary>Builds what `./chaos` builds for itself, however long that takes.</summary>
    /// <exception cref="NotMeasuredException">It does not build.</exception>
    public async Task BuildAsync()
    {
        using Process build = Start("--version");
        Task<string> output = SaidAsync(build);
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
            throw new NotMeasuredException($"./chaos ended with {build.ExitCode}: {await output}", "./chaos --version");
    }

    /// <summary>From the command to the first packet, and from Ctrl-C to the end.</summary>
    /// <param name="scenario">A path from the repository's root.</param>
    /// <param name="longestStart">How long the first packet may take.</param>
    /// <exception cref="NotMeasuredException">Something else was measured than a start.</exception>
    public async Task<(TimeSpan Start, TimeSpan Teardown)> MeasureAsync(string scenario, TimeSpan longestStart)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-start-");
        try
        {
            using FlowSight sight = new();
            await Surroundings.RequireQuietAsync(sight);
            long commanded = time.GetTimestamp();
            using Process chaos = Start("run", scenario, "--backend", "docker", "--out", Path.Combine(folder.FullName, "run"));
            Task<string> output = SaidAsync(chaos);
            bool seen = false;
            while (!seen && !chaos.HasExited && time.GetElapsedTime(commanded) < longestStart) seen = sight.SeesFlow();
            TimeSpan start = time.GetElapsedTime(commanded);
            TimeSpan teardown = await InterruptAsync(chaos, scenario);
            if (chaos.ExitCode != Interrupted)
                throw new NotMeasuredException($"the run ended with {chaos.ExitCode}: {await output}", "./chaos doctor");
            return seen ? (start, teardown) : throw new NotMeasuredException(
                $"no packet came in {longestStart.TotalSeconds:0} s: {await output}", "./chaos doctor");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<TimeSpan> InterruptAsync(Process chaos, string scenario)
    {
        long interrupted = time.GetTimestamp();
        using (Process kill = Process.Start("kill", ["-INT", chaos.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        using CancellationTokenSource limit = new(LongestEnd, time);
        try
        {
            await chaos.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            chaos.Kill(entireProcessTree: true);
            throw new NotMeasuredException(
                $"`./chaos run {scenario}` did not end {LongestEnd.TotalSeconds:0} s after SIGINT and was killed: does this shell "
                    + $"ignore it, as for jobs in the background?", "./chaos clean, and the same command in the foreground");
        }

        return time.GetElapsedTime(interrupted);
    }

    private Process Start(params string[] words) => Process.Start(new ProcessStartInfo(Path.Combine(root, "chaos"), words)
    {
        WorkingDirectory = root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<string> SaidAsync(Process process)
    {
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        return string.Concat(said).Trim();
    }
}
