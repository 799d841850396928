using System.Diagnostics;

namespace Chaos.Benchmarks;

/// <summary>
/// Runs this program again as the node runs: compiled without a profile of what it does, as a program is that was compiled ahead of time.
/// </summary>
/// <remarks>Both sides of a comparison run so. By its profile the runtime would fit the peer's loop, which does one thing, closer than any
/// node of ours is.</remarks>
internal static class WithoutProfile
{
    private const string Variable = "DOTNET_TieredPGO", Off = "0";

    /// <summary>The exit code of this program in a process without a profile; where this is such a process, of the work itself.</summary>
    public static int Run(IEnumerable<string> words, Func<int> work)
    {
        if (Environment.GetEnvironmentVariable(Variable) == Off) return work();
        ProcessStartInfo start = new("dotnet", [typeof(WithoutProfile).Assembly.Location, .. words]);
        start.Environment[Variable] = Off;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
        process.WaitForExit();
        return process.ExitCode;
    }
}
