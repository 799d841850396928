using System.Runtime.CompilerServices;

namespace Chaos.Reports.Tests;

/// <summary>A test that needs Chromium: skipped with the reason when there is none, unless CHAOS_REQUIRE_BROWSER=1 lets it fail.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Debian's, or what a hosted build machine has instead.</summary>
    public static readonly string Executable =
        new[] { "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists) ?? "/usr/bin/chromium";

    public BrowserFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        bool required = Environment.GetEnvironmentVariable("CHAOS_REQUIRE_BROWSER") == "1";
        if (!required && !File.Exists(Executable))
            Skip = $"{Executable} is missing: apt-get install -y --no-install-recommends chromium";
    }
}
