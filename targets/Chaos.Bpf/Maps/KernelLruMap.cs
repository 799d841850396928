using System.Runtime.InteropServices;
using Chaos.Bpf.Calls;
using Chaos.Bpf.Programs;

namespace Chaos.Bpf.Maps;

/// <summary>A real BPF_MAP_TYPE_LRU_HASH: the oracle. Programs' operations run in the kernel, on the CPU that is asked for.</summary>
/// <remarks>Belongs to the thread that made it, which it pins to the acting CPU until it is disposed. Source:
/// kernel/bpf/hashtab.c.</remarks>
/// <typeparam name="TKey">Without padding: the kernel compares every byte. Its size is a multiple of 8, so that the value behind it is
/// aligned.</typeparam>
/// <typeparam name="TValue">Its size is a multiple of 8.</typeparam>
public sealed unsafe class KernelLruMap<TKey, TValue> : IDisposable
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly BpfMap<TKey, TValue> map;
    private readonly SharedArray? shared;
    private readonly XdpProgram? program;
    private readonly CpuPin pin;
    private readonly bool ownsPin;
    private readonly int room;

    /// <param name="maxEntries">At least 1; the per-CPU flavour rounds it up to a multiple of the possible CPUs.</param>
    /// <param name="perCpu">BPF_F_NO_COMMON_LRU.</param>
    /// <param name="sharedPin">The pin of the thread, where several maps have one thread; null: one of its own.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelLruMap(int maxEntries, bool perCpu, CpuPin? sharedPin = null)
    {
        ownsPin = sharedPin is null;
        pin = sharedPin ?? new CpuPin();
        if (sizeof(TKey) % sizeof(ulong) != 0 || sizeof(TValue) % sizeof(ulong) != 0)
            throw new ArgumentException(
                $"key and value have {sizeof(TKey)} and {sizeof(TValue)} bytes; both must be multiples of {sizeof(ulong)}");
        room = maxEntries + PossibleCpus.Count;
        map = new BpfMap<TKey, TValue>(BpfMapType.LruHash, maxEntries, perCpu ? BpfMapFlags.NoCommonLru : BpfMapFlags.None);
        try
        {
            shared = new SharedArray(OracleProgram.ArrayLength<TKey, TValue>());
            program = new XdpProgram(OracleProgram.Build<TKey, TValue>(map.Descriptor, shared.Descriptor));
        }
        catch (BpfException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Carries the operations out, in order, as a program on one CPU; results and found values are written back into them.
    /// </summary>
    public void Run(int cpu, Span<KernelOperation<TKey, TValue>> operations)
    {
        pin.MoveTo(cpu);
        Run(operations);
    }

    /// <summary>The same on whatever CPU this thread is: right for lookups and deletes, which do the same on each.</summary>
    public void Run(Span<KernelOperation<TKey, TValue>> operations)
    {
        Span<byte> bytes = shared!.Bytes;
        while (!operations.IsEmpty)
        {
            Span<KernelOperation<TKey, TValue>> batch = operations[..Math.Min(operations.Length, OracleProgram.Batch)];
            Span<byte> room = bytes.Slice(OracleProgram.HeaderLength, MemoryMarshal.AsBytes(batch).Length);
            BitConverter.TryWriteBytes(bytes, batch.Length);
            MemoryMarshal.AsBytes(batch).CopyTo(room);
            program!.Run();
            room.CopyTo(MemoryMarshal.AsBytes(batch));
            operations = operations[batch.Length..];
        }
    }

    /// <summary>A lookup by system call: marks nothing.</summary>
    public bool TryPeek(TKey key, out TValue value) => map.TryLookup(key, out value);

    /// <summary>All entries, in the kernel's order; marks nothing.</summary>
    public KeyValuePair<TKey, TValue>[] Entries() => map.Entries(room);

    public void Dispose()
    {
        program?.Dispose();
        shared?.Dispose();
        map.Dispose();
        if (ownsPin) pin.Dispose();
    }
}
