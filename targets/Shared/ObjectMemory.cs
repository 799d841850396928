using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chaos.Shared;

/// <summary>Asks for an object's memory before it is needed. Changes nothing but time; does nothing on other processors than x86.</summary>
internal static class ObjectMemory
{
    private const int CacheLine = 64;

    /// <remarks>An address that the collector has just moved away from is harmless to prefetch.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(object target, int bytes)
    {
        if (!Sse.IsSupported) return;
        byte* start = *(byte**)Unsafe.AsPointer(ref target);
        for (int offset = 0; offset < bytes; offset += CacheLine) Sse.Prefetch0(start + offset);
    }
}
