using System.Runtime.CompilerServices;

namespace Chaos.Bpf.Tests;

/// <summary>
/// A test that needs bpf(): skipped with the kernel's reason where it is refused, unless CHAOS_REQUIRE_KERNEL=1 lets it fail.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelFactAttribute : FactAttribute
{
    private static readonly string? Reason = RunningKernel.WhyNoOracle();

    public KernelFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Reason is not null && Environment.GetEnvironmentVariable("CHAOS_REQUIRE_KERNEL") != "1") Skip = Reason;
    }
}
