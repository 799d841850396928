using System.Reflection;
using System.Runtime.InteropServices;
using Chaos.Runs;

namespace Chaos.Experiments.Running;

/// <summary>Where a run takes place.</summary>
internal static class Machine
{
    public static RunEnvironment Describe(string? engineVersion) =>
        new(Commit, RuntimeInformation.FrameworkDescription, $"Linux {Environment.OSVersion.Version}", Environment.ProcessorCount,
            engineVersion);

    /// <summary>The commit that was built, as the build stamps it behind the `+` of the version; null outside a repository.</summary>
    private static string? Commit
    {
        get
        {
            string? version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            int plus = version?.IndexOf('+', StringComparison.Ordinal) ?? -1;
            return plus < 0 ? null : version![(plus + 1)..];
        }
    }
}
