using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Nat.Faults;
using Chaos.Nat.NodePort;
using Chaos.Node.Ports;
using Chaos.Packets;

namespace Chaos.Node;

/// <summary>Where the node stands: both networks' hosts have a default gateway that nobody owns until the node takes it.</summary>
internal sealed class NodeNetworks(ConfigureNode configuration)
{
    private readonly Ipv4Address insideAddress = Ipv4Address.Parse(configuration.InsideAddress);
    private readonly Ipv4Address outsideAddress = Ipv4Address.Parse(configuration.OutsideAddress);
    private readonly Ipv4Address insideGateway = Ipv4Address.Parse(configuration.InsideGateway);
    private readonly Ipv4Address outsideGateway = Ipv4Address.Parse(configuration.OutsideGateway);

    public Ipv4Address Egress { get; } = Ipv4Address.Parse(configuration.EgressAddress);

    /// <summary>Null for plain egress.</summary>
    public ServiceTable? Services { get; } = configuration.Services.Count == 0 ? null : new ServiceTable(configuration.Services.Select(NodeReports.Service));

    /// <summary>With a NAT of ours: the node answers for the gateways, its frontends and the NAT addresses themselves, past the kernel.</summary>
    public EthernetPort OpenPort(PacketSocket socket) => new(
        socket, NetworkAt(insideAddress, [insideGateway, .. Frontends]), NetworkAt(outsideAddress, [outsideGateway, .. EgressAddresses()]));

    /// <summary>The one that the run begins with, and the spare ones that a fault may change to.</summary>
    private IEnumerable<Ipv4Address> EgressAddresses() =>
        Enumerable.Range(0, EgressAddress.Spares + 1).Select(number => NodeSite.EgressAddress(Egress, number));

    /// <summary>Without one: the kernel takes the gateways and forwards, and we are not in the way. Needs NET_ADMIN.</summary>
    public void LetTheKernelRoute()
    {
        using RouteNetlink netlink = new();
        netlink.AddAddress(insideGateway.Value, NetworkInterfaces.WithAddress(insideAddress.Value));
        netlink.AddAddress(outsideGateway.Value, NetworkInterfaces.WithAddress(outsideAddress.Value));
    }

    private IEnumerable<Ipv4Address> Frontends => configuration.Services.Select(service => Ipv4Address.Parse(service.Frontend)).Distinct();

    private static AttachedNetwork NetworkAt(Ipv4Address member, params Ipv4Address[] answeredFor)
    {
        NetworkInterface card = NetworkInterfaces.WithAddress(member.Value);
        return new AttachedNetwork(card, NetworkInterfaces.Mask(card.Name), member, answeredFor);
    }
}
