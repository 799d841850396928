using Chaos.Faults;
using Chaos.Model;
using Chaos.Packets.Links;

namespace Chaos.Node.Links;

/// <summary>
/// Both directions of every host's link to the node, the same as in the simulator; a wire of the containers is a plain one.
/// </summary>
internal sealed class HostLinks
{
    private readonly Dictionary<uint, Link> fromHosts, toHosts;
    private bool hasBegun;

    public HostLinks(NetworkPlan network, LinkPlan plan)
    {
        All = NodeLinks.Of(network, plan, conditions => conditions.BesidesWire());
        fromHosts = LinksOf(LinkDirection.ToNode);
        toHosts = LinksOf(LinkDirection.FromNode);
    }

    public IReadOnlyList<NodeLink> All { get; }

    /// <summary>Some link does something to packets. Kept, because every packet asks.</summary>
    public bool AreBusy { get; private set; }

    /// <summary>The clock of the run counts from here on; until then packets pass.</summary>
    public void Begin()
    {
        hasBegun = true;
        Refresh();
    }

    /// <summary>After conditions have changed.</summary>
    public void Refresh() => AreBusy = hasBegun && All.Any(link => link.Link.Conditions is not { IsPlain: true, Delay: 0 });

    public Link? From(Ipv4Address host) => fromHosts.GetValueOrDefault(host.Value);

    public Link? To(Ipv4Address host) => toHosts.GetValueOrDefault(host.Value);

    private Dictionary<uint, Link> LinksOf(LinkDirection direction) =>
        All.Where(link => link.Direction == direction).ToDictionary(link => link.Address.Value, link => link.Link);
}
