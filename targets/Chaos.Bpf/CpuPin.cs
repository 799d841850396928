using Chaos.Bpf.Calls;

namespace Chaos.Bpf;

/// <summary>Holds the calling thread on one CPU at a time; disposed on the same thread, it gives back what was allowed before.</summary>
public sealed unsafe class CpuPin : IDisposable
{
    /// <summary>Bytes of a CPU set: room for 8,192 CPUs, the most that x86-64 kernels are built for.</summary>
    private const int MaskLength = 1024;

    private readonly byte[] before = new byte[MaskLength];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private int current = -1;

    public CpuPin()
    {
        fixed (byte* mask = before)
            if (LibC.GetAffinity(0, MaskLength, mask) < 0)
                throw BpfException.OfLastCall("reading the CPUs that this thread may use");
    }

    /// <summary>The CPUs that the thread could use before, ascending.</summary>
    public IReadOnlyList<int> Allowed => [.. Enumerable.Range(0, MaskLength * 8).Where(cpu => (before[cpu / 8] >> cpu % 8 & 1) != 0)];

    /// <summary>The thread runs on this CPU when the call returns. Costs a system call only when the CPU changes.</summary>
    /// <exception cref="BpfException">There is no such CPU, or it is not allowed to this process.</exception>
    public void MoveTo(int cpu)
    {
        if (Environment.CurrentManagedThreadId != thread)
            throw new InvalidOperationException("a CPU pin belongs to the thread that made it");
        if (cpu == current) return;
        byte[] wanted = new byte[MaskLength];
        wanted[cpu / 8] = (byte)(1 << cpu % 8);
        Set(wanted, $"moving to CPU {cpu}");
        current = cpu;
    }

    public void Dispose()
    {
        if (current < 0 || Environment.CurrentManagedThreadId != thread) return;
        Set(before, "giving back the CPUs");
        current = -1;
    }

    private static void Set(byte[] wanted, string purpose)
    {
        fixed (byte* mask = wanted)
            if (LibC.SetAffinity(0, MaskLength, mask) < 0)
                throw BpfException.OfLastCall(purpose);
    }
}
