using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chaos.Nat.Maps;

/// <summary>Asks for memory before it is needed. Changes nothing but time; does nothing on other processors than x86.</summary>
internal static class CacheLine
{
    /// <remarks>The one unsafe line of the map: a prefetch of an address that the collector has just moved is harmless.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref T location)
        where T : struct
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref location));
    }
}
