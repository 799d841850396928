using Chaos.Bpf.Calls;
using Chaos.Bpf.Maps;
using Chaos.Nat.Maps;

namespace Chaos.Bpf;

/// <summary>What the running kernel lets us do and which rules it follows.</summary>
public static class RunningKernel
{
    /// <summary>Null if the oracle works here; else why not, and the remedy.</summary>
    public static string? WhyNoOracle()
    {
        try
        {
            using KernelLruMap<ulong, ulong> map = new(1, perCpu: false);
            return null;
        }
        catch (Exception refused) when (refused is BpfException or PlatformNotSupportedException or IOException)
        {
            return refused.Message;
        }
    }

    /// <summary>
    /// True: the batch of one CPU is scaled to the size of the map (Linux 6.16 and some stable kernels before it); false: it is always 128.
    /// A full map of 128 entries for each possible CPU loses one batch at the next insert: 64 entries if scaled.
    /// </summary>
    /// <remarks>By system calls alone: a program that loops would need CAP_PERFMON, which a node does not have.</remarks>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static bool ScalesBatches()
    {
        const int ScaledBatch = 64;
        int size = 2 * ScaledBatch * PossibleCpus.Count;
        using CpuPin pin = new();
        using BpfMap<ulong, ulong> map = new(BpfMapType.LruHash, size, BpfMapFlags.None);
        // Batches are of one CPU.
        pin.MoveTo(PossibleCpus.Usable[0]);
        for (int key = 0; key <= size; key++) map.TryUpdate((ulong)key, 0, UpdateMode.Any);
        return map.Entries(size + 1).Length == size + 1 - ScaledBatch;
    }
}
