using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chaos.Simulation;

/// <summary>Buffers for packets under way, used again, each with a number that stands behind the room for the packet.</summary>
internal sealed class PacketBuffers
{
    /// <summary>Largest packet of the simulated hosts; Ethernet's.</summary>
    public const int MaximumPacketBytes = 1500;

    private const int LeastBuffers = 64;

    private byte[][] all = [];
    private readonly Stack<int> free = new();
    private int count;

    public byte[] this[int number] => all[number];

    public byte[] Rent()
    {
        if (free.TryPop(out int number)) return all[number];
        byte[] buffer = new byte[MaximumPacketBytes + sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(MaximumPacketBytes), count);
        if (count == all.Length) Array.Resize(ref all, Math.Max(LeastBuffers, 2 * count));
        all[count++] = buffer;
        return buffer;
    }

    public void Return(int number) => free.Push(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NumberOf(byte[] buffer) => BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(MaximumPacketBytes));
}
