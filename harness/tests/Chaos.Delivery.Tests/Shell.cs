using System.Diagnostics;

namespace Chaos.Delivery.Tests;

/// <summary>Runs a program to its end, without the variables of the build that these tests run in.</summary>
internal static class Shell
{
    /// <returns>The exit code, and what it wrote on both streams.</returns>
    public static async Task<(int Exit, string Output)> RunAsync(
        string folder, string program, IEnumerable<string> words, params IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(program, words)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        string[] outer = [.. start.Environment.Keys.Where(
            name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name is "DOTNET_HOST_PATH" or "CHAOS_CHECKOUT")];
        foreach (string name in outer) start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
