using Chaos.Nat.Maps;

namespace Chaos.Bpf.Maps;

/// <summary>The kernel's answers in the map's own words.</summary>
public static class KernelResults
{
    /// <param name="result">Zero, or minus an error number.</param>
    /// <exception cref="BpfException">An error that no map operation should give.</exception>
    public static MapResult Of(int result) => -result switch
    {
        BpfError.None => MapResult.Ok,
        BpfError.Exists => MapResult.Exists,
        BpfError.NotFound => MapResult.NotFound,
        BpfError.NoMemory => MapResult.NoMemory,
        int other => throw new BpfException("a map operation in the kernel", other),
    };
}
