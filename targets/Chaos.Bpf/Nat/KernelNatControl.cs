using Chaos.Faults;
using Chaos.Nat;

namespace Chaos.Bpf.Nat;

/// <summary>The NAT in the kernel as faults act on it.</summary>
public sealed class KernelNatControl(KernelNat nat, KernelNatTable table, ushort minimum, ushort maximum) : INatControl
{
    public INatTable Table => table;

    public ICollector? Collector => null;

    public bool IsUnderFault
    {
        set { }
    }

    public void Advance(long nowNanoseconds)
    {
        // The kernel's table is always as it is at this moment.
    }

    public void ChangePorts(ushort minimum, ushort maximum) => nat.ChangePorts(new(minimum, maximum));

    public void RestorePorts() => ChangePorts(minimum, maximum);

    public void ChangeEgressAddress(int spare) =>
        throw new NotSupportedException("the NAT in the kernel keeps the egress address that it began with");
}
