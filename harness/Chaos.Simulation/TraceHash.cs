using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chaos.Simulation;

/// <summary>
/// A hash of all packets that arrived anywhere: when, where, how long, with which addresses and ports, in order. Two runs with the same
/// hash went the same way.
/// </summary>
/// <remarks>Each step multiplies what was there before, so order counts. Wakes of hosts are no part of it: they are how we compute, not
/// what happened.</remarks>
internal struct TraceHash()
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int SourceOffset = 12, AddressesBytes = 8, TupleBytes = 12;

    public ulong Value { get; private set; } = Multiplier;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long time, int host, ReadOnlySpan<byte> packet)
    {
        ulong value = Join(Join(Value, unchecked((ulong)time)), unchecked((ulong)host << 32 | (uint)packet.Length));
        if (packet.Length >= SourceOffset + TupleBytes)
        {
            ReadOnlySpan<byte> tuple = packet.Slice(SourceOffset, TupleBytes);
            value = Join(
                Join(value, BinaryPrimitives.ReadUInt64BigEndian(tuple)), BinaryPrimitives.ReadUInt32BigEndian(tuple[AddressesBytes..]));
        }

        Value = value;
    }

    /// <summary>Also joins the hashes of repetitions.</summary>
    public void Add(ulong value) => Value = Join(Value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(ulong hash, ulong value) => unchecked(ulong.RotateLeft(hash ^ value, 29) * Multiplier);
}
