using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Chaos.Bpf.Tests;

/// <summary>Linux capabilities, which belong to a thread.</summary>
internal static unsafe partial class Capabilities
{
    /// <summary>CAP_NET_ADMIN and CAP_BPF of linux/capability.h.</summary>
    public const int NetAdmin = 12, Bpf = 39;

    /// <summary>_LINUX_CAPABILITY_VERSION_3: two words of 32 bits for each set.</summary>
    private const uint Version = 0x2008_0522;

    /// <summary>Runs on a thread of its own that has these capabilities and no other.</summary>
    /// <exception cref="PlatformNotSupportedException">The kernel refused to give the others up.</exception>
    public static T RunWith<T>(IReadOnlyList<int> capabilities, Func<T> body)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Keep(capabilities);
                result = body();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private static void Keep(IReadOnlyList<int> capabilities)
    {
        Header header = new(Version, 0);
        Span<Words> sets = stackalloc Words[2];
        foreach (int one in capabilities)
        {
            ref Words words = ref sets[one / 32];
            uint bit = 1U << one % 32;
            words = new Words(words.Effective | bit, words.Permitted | bit, 0);
        }

        fixed (Words* first = sets)
        {
            if (Set(&header, first) != 0)
                throw new PlatformNotSupportedException($"capset failed with error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int Set(Header* header, Words* sets);

    private readonly record struct Header(uint Version, int Thread);

    private readonly record struct Words(uint Effective, uint Permitted, uint Inheritable);
}
