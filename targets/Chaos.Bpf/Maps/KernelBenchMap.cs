using System.Runtime.InteropServices;
using Chaos.Bpf.Calls;
using Chaos.Bpf.Programs;

namespace Chaos.Bpf.Maps;

/// <summary>An LRU map of plain bytes and a counter that programs share, for programs of one's own: what a benchmark needs.</summary>
public sealed class KernelBenchMap : IDisposable
{
    private readonly BpfDescriptor map;
    private readonly SharedArray counter;

    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelBenchMap(int maxEntries, int keyLength, int valueLength)
    {
        MapCreateAttributes attributes = new()
        {
            Type = (uint)BpfMapType.LruHash, KeySize = (uint)keyLength, ValueSize = (uint)valueLength, MaxEntries = (uint)maxEntries,
        };
        map = BpfCall.Open(BpfCommand.MapCreate, ref attributes, $"creating a map of {maxEntries} entries");
        counter = new SharedArray(sizeof(ulong));
    }

    /// <summary>Of the map, for <see cref="ProgramAssembler.LoadMap"/>.</summary>
    public int Descriptor => map.Number;

    /// <summary>Of the counter, for <see cref="ProgramAssembler.LoadValueAddress"/>.</summary>
    public int Counter => counter.Descriptor;

    public ulong Count
    {
        get => MemoryMarshal.Read<ulong>(counter.Bytes);
        set => MemoryMarshal.Write(counter.Bytes, value);
    }

    public void Dispose()
    {
        counter.Dispose();
        map.Dispose();
    }
}
