using System.Runtime.CompilerServices;

namespace Chaos.Cli.Tests;

/// <summary>
/// A test that mounts file systems, which takes root: skipped with the reason elsewhere, unless CHAOS_REQUIRE_KERNEL=1 lets it fail.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.UserName != "root" && Environment.GetEnvironmentVariable("CHAOS_REQUIRE_KERNEL") != "1")
            Skip = "mounting a file system needs root";
    }
}
