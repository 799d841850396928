using Chaos.Model;
using Chaos.Packets.Links;

namespace Chaos.Faults;

/// <summary>
/// The links of a world with one node in the middle: for each host one to the node and one from it, clients first, each with draws of its
/// own.
/// </summary>
public static class NodeLinks
{
    /// <param name="network">The hosts.</param>
    /// <param name="plan">Conditions and seed.</param>
    /// <param name="inWorld">What a world still has to add to its own wires so that a link meets its conditions.</param>
    public static IReadOnlyList<NodeLink> Of(NetworkPlan network, LinkPlan plan, Func<LinkConditions, LinkConditions> inWorld)
    {
        LinkSet set = plan.Conditions;
        return
        [
            .. Enumerable.Range(0, network.Clients).SelectMany(
            client => Of(LinkSide.Clients, client, network.Client(client), set.ClientToNode, set.NodeToClient)),
            .. Enumerable.Range(0, network.Servers).SelectMany(
            server => Of(LinkSide.Servers, server, network.Server(server), set.ServerToNode, set.NodeToServer)),
        ];

        IEnumerable<NodeLink> Of(LinkSide side, int host, Ipv4Address address, LinkConditions up, LinkConditions down)
        {
            string name = side == LinkSide.Clients ? $"client-{host}" : $"server-{host}";
            yield return Make(side, host, address, LinkDirection.ToNode, inWorld(up), $"{name}/up");
            yield return Make(side, host, address, LinkDirection.FromNode, inWorld(down), $"{name}/down");
        }

        NodeLink Make(LinkSide side, int host, Ipv4Address address, LinkDirection direction, LinkConditions conditions, string name) =>
            new(side, host, address, direction, new Link(conditions, plan.Seed, name), conditions);
    }
}
