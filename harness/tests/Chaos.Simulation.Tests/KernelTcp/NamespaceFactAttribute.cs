using System.Runtime.CompilerServices;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// A test against the kernel's TCP in a network namespace: skipped with the reason where none can be made, unless CHAOS_REQUIRE_KERNEL=1
/// lets it fail.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    internal static readonly string? Reason =
        Environment.GetEnvironmentVariable("CHAOS_REQUIRE_KERNEL") == "1" ? null : NetworkNamespace.WhyNot();

    public NamespaceFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Reason is not null) Skip = Reason;
    }
}

/// <summary>The same for a test with rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceTheoryAttribute : TheoryAttribute
{
    public NamespaceTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (NamespaceFactAttribute.Reason is not null) Skip = NamespaceFactAttribute.Reason;
    }
}
