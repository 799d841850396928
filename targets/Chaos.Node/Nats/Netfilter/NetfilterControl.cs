using Chaos.Faults;
using Chaos.Linux;
using Chaos.Linux.Netfilter;
using Chaos.Model;
using Chaos.Nat;

namespace Chaos.Node.Nats.Netfilter;

/// <summary>The NAT of nftables as faults act on it. A new translation is for new connections; those that exist keep theirs.</summary>
/// <param name="tables">With rules for <paramref name="options"/>.</param>
/// <param name="table">The connections.</param>
/// <param name="options">What the run began with.</param>
/// <param name="began">The rules that the run began with.</param>
internal sealed class NetfilterControl(NfTables tables, ConnectionTable table, NatOptions options, NatRules began) : INatControl
{
    private NatRules rules = began;

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

    public void ChangePorts(ushort minimum, ushort maximum) =>
        Retranslate(rules.Translation with { LowestPort = minimum, HighestPort = maximum });

    public void RestorePorts() => ChangePorts(options.Ports.Minimum, options.Ports.Maximum);

    public void ChangeEgressAddress(int spare)
    {
        uint address = NetworkPlan.SpareAddress(options.EgressAddress, spare).Value;
        using RouteNetlink netlink = new();
        netlink.AddAddress(address, rules.Outside);
        Retranslate(rules.Translation with { Address = address });
    }

    private void Retranslate(SourceTranslation translation)
    {
        rules = rules with { Translation = translation };
        tables.Retranslate(rules);
    }
}
