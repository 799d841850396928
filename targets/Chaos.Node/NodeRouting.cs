using Chaos.Control;
using Chaos.Linux;
using Chaos.Packets;

namespace Chaos.Node;

/// <summary>
/// How packets come to the node and to its tun. Both networks' hosts have a default gateway that nobody owns until the node
/// takes it. With a NAT, what comes in from the clients goes to the tun by a rule of its own - a plain route would send the
/// translated packets round again - and the NAT address is routed to the tun and answered for by ARP, but never owned, or
/// the kernel would answer the servers itself. Without one, the kernel forwards and we are not in the way.
/// </summary>
internal static class NodeRouting
{
    public const string TunName = "nat0";

    private const byte TunTable = 100;

    public static void Apply(ConfigureNode configuration, NetworkInterface? tun)
    {
        NetworkInterface inside = NetworkInterfaces.WithAddress(Number(configuration.InsideAddress));
        NetworkInterface outside = NetworkInterfaces.WithAddress(Number(configuration.OutsideAddress));
        using RouteNetlink netlink = new();
        if (tun is { } translator)
        {
            uint egress = Number(configuration.EgressAddress);
            netlink.AddHostRoute(egress, translator);
            netlink.AddDefaultRoute(TunTable, translator);
            netlink.AddInputRule(inside.Name, TunTable);
            NetworkInterfaces.PublishArp(egress, outside.Name);
        }
        netlink.AddAddress(Number(configuration.InsideGateway), inside);
        netlink.AddAddress(Number(configuration.OutsideGateway), outside);
    }

    private static uint Number(string address) => Ipv4Address.Parse(address).Value;
}
