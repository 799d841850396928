using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>A <see cref="NetfilterFactAttribute"/> that needs the program `nft` as well.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NftFactAttribute : FactAttribute
{
    private static readonly string? Reason =
        Environment.GetEnvironmentVariable("CHAOS_REQUIRE_KERNEL") == "1" ? null : NetfilterFactAttribute.Reason ?? WhyNot();

    public NftFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Reason is not null) Skip = Reason;
    }

    private static string? WhyNot()
    {
        try
        {
            using Process nft = Process.Start(new ProcessStartInfo("nft", "--version") { RedirectStandardOutput = true })!;
            nft.WaitForExit();
            return null;
        }
        catch (Win32Exception error)
        {
            return $"needs the program nft: {error.Message}";
        }
    }
}
