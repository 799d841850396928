using Chaos.Bpf.Calls;

namespace Chaos.Bpf.Maps;

/// <summary>Memory that a program in the kernel and this process both see: an array map with one value, mapped.</summary>
internal sealed unsafe class SharedArray : IDisposable
{
    private const int ReadAndWrite = 3, Shared = 1;

    private readonly BpfDescriptor descriptor;
    private readonly byte* start;
    private readonly int length;

    /// <param name="length">Bytes.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public SharedArray(int length)
    {
        this.length = length;
        MapCreateAttributes attributes = new()
        {
            Type = (uint)BpfMapType.Array, KeySize = sizeof(uint), ValueSize = (uint)length, MaxEntries = 1,
            Flags = (uint)BpfMapFlags.Mappable,
        };
        descriptor = BpfCall.Open(BpfCommand.MapCreate, ref attributes, $"creating a shared array of {length} bytes");
        start = (byte*)LibC.MapMemory(null, (nuint)length, ReadAndWrite, Shared, descriptor.Number, 0);
        if ((nint)start != -1) return;
        BpfException refused = BpfException.OfLastCall("mapping a shared array");
        descriptor.Dispose();
        throw refused;
    }

    public int Descriptor => descriptor.Number;

    public Span<byte> Bytes => new(start, length);

    public void Dispose()
    {
        if (descriptor.IsClosed) return;
        _ = LibC.UnmapMemory(start, (nuint)length);
        descriptor.Dispose();
    }
}
