using Chaos.Bpf.Maps;

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
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static bool ScalesBatches()
    {
        const int ScaledBatch = 64;
        int size = 2 * ScaledBatch * PossibleCpus.Count;
        using KernelLruMap<ulong, ulong> map = new(size, perCpu: false);
        KernelOperation<ulong, ulong>[] inserts = new KernelOperation<ulong, ulong>[size + 1];
        for (int key = 0; key <= size; key++) inserts[key] = new(KernelOperationKind.Update, (ulong)key, 0);
        map.Run(PossibleCpus.Usable[0], inserts);
        return map.Entries().Length == size + 1 - ScaledBatch;
    }
}
