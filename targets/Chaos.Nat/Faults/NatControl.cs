using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Nat.Faults;

/// <summary>Our datapath as faults act on it.</summary>
internal sealed class NatControl(NatDatapath datapath) : INatControl
{
    private readonly NatTable table = new(datapath);

    public INatTable Table => table;

    public ICollector? Collector => datapath.Collector;

    public bool IsUnderFault
    {
        set => datapath.Map.IsUnderFault = value;
    }

    public void Advance(long nowNanoseconds) => datapath.Advance(nowNanoseconds);

    public void ChangePorts(ushort minimum, ushort maximum) => datapath.ChangePorts(minimum, maximum);

    public void RestorePorts() => datapath.ChangePorts(datapath.Options.Ports.Minimum, datapath.Options.Ports.Maximum);

    public void ChangeEgressAddress(int spare) =>
        datapath.ChangeEgressAddress(NetworkPlan.SpareAddress(datapath.Options.EgressAddress, spare));
}
