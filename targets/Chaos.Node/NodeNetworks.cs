using Chaos.Bpf.Nat;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Node.Ports;

namespace Chaos.Node;

/// <summary>The node's two networks: the hosts of each have a default gateway that no interface owns until the node takes it.</summary>
internal sealed class NodeNetworks(NetworkPlan plan)
{
    /// <summary>
    /// With a NAT of ours: the node answers for the gateways, its frontends and the NAT addresses itself, past the kernel.
    /// </summary>
    public EthernetPort OpenPort(PacketSocket socket) => new(
        socket, NetworkAt(plan.NodeInside, plan.InsideGateway, isInside: true), NetworkAt(
        plan.NodeOutside, plan.OutsideGateway, isInside: false));

    /// <summary>Without one: the kernel takes the gateways and forwards. Needs NET_ADMIN.</summary>
    public void LetTheKernelRoute()
    {
        using RouteNetlink netlink = new();
        netlink.AddAddress(plan.InsideGateway.Value, NetworkInterfaces.WithAddress(plan.NodeInside.Value));
        netlink.AddAddress(plan.OutsideGateway.Value, NetworkInterfaces.WithAddress(plan.NodeOutside.Value));
    }

    /// <summary>The kernel answers for the egress address too, and has the packets to it that the NAT leaves. Needs NET_ADMIN.</summary>
    public void OwnEgressAddress()
    {
        using RouteNetlink netlink = new();
        netlink.AddAddress(plan.EgressAddress.Value, NetworkInterfaces.WithAddress(plan.NodeOutside.Value));
    }

    /// <summary>For a NAT in the kernel.</summary>
    public KernelNatPlace KernelNatPlace() => new(
        NetworkInterfaces.WithAddress(plan.NodeInside.Value).Index, NetworkInterfaces.WithAddress(plan.NodeOutside.Value).Index,
        plan.InsideNetwork, plan.PrefixBits);

    /// <summary>The egress address that the run begins with, the spare ones that a fault may change to, and the frontends.</summary>
    private IEnumerable<Ipv4Address> TranslatedAddresses() =>
    [
        .. Enumerable.Range(0, EgressAddressChange.Spares + 1).Select(number => NetworkPlan.SpareAddress(plan.EgressAddress, number)),
        .. plan.Services.Select(service => service.Frontend.Address).Distinct(),
    ];

    private AttachedNetwork NetworkAt(Ipv4Address member, Ipv4Address gateway, bool isInside)
    {
        NetworkInterface card = NetworkInterfaces.WithAddress(member.Value);
        Ipv4Address[] answeredFor = [gateway, .. TranslatedAddresses().Where(address => plan.IsInside(address) == isInside)];
        return new AttachedNetwork(card, NetworkInterfaces.Mask(card.Name), member, answeredFor);
    }
}
