using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chaos.Core;

/// <summary>
/// Asks for the memory of a value before it is needed. Changes nothing but time; does nothing on other processors than x86.
/// </summary>
public static class CacheLines
{
    private const int LineBytes = 64;

    /// <remarks>An address that the collector has just moved away from is harmless to prefetch.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref T location)
        where T : struct
    {
        if (!Sse.IsSupported) return;
        byte* start = (byte*)Unsafe.AsPointer(ref location);
        for (int offset = 0; offset < Unsafe.SizeOf<T>(); offset += LineBytes) Sse.Prefetch0(start + offset);
        // What does not begin with a line ends in one more.
        if (Unsafe.SizeOf<T>() > LineBytes / 2) Sse.Prefetch0(start + Unsafe.SizeOf<T>() - 1);
    }
}
