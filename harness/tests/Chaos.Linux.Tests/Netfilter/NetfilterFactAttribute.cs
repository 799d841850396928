using System.Runtime.CompilerServices;
using Chaos.Linux.Netfilter;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>
/// A test that needs network namespaces and the kernel's netfilter: skipped with the reason where they are refused, unless
/// CHAOS_REQUIRE_KERNEL=1 lets it fail.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetfilterFactAttribute : FactAttribute
{
    internal static readonly string? Reason = Environment.GetEnvironmentVariable("CHAOS_REQUIRE_KERNEL") == "1" ? null : WhyNot();

    public NetfilterFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Reason is not null) Skip = Reason;
    }

    private static string? WhyNot()
    {
        try
        {
            using NatLab lab = new();
            using NfTables tables = lab.Install(NatLab.ToEgress with { ConnectionLimit = 1 });
            return null;
        }
        catch (Exception error)
        {
            return $"needs network namespaces and nftables: {error.Message}";
        }
    }
}
