using Chaos.Control;
using Chaos.Faults;
using Chaos.Packets;
using Chaos.Packets.Links;

namespace Chaos.Node.Links;

/// <summary>Both directions of every host's link to the node, the same as in the simulator; a wire of the containers is a plain one.</summary>
internal sealed class HostLinks
{
    private readonly Dictionary<uint, Link> fromHosts = [], toHosts = [];
    private readonly List<NodeLink> all = [];
    private bool hasBegun;

    public HostLinks(LinkSettings settings)
    {
        LinkSet set = settings.Conditions;
        for (int client = 0; client < settings.Clients.Count; client++)
            Add(LinkSide.Clients, client, Ipv4Address.Parse(settings.Clients[client]), $"client-{client}", set.ClientToNode, set.NodeToClient, settings.Seed);
        for (int server = 0; server < settings.Servers.Count; server++)
            Add(LinkSide.Servers, server, Ipv4Address.Parse(settings.Servers[server]), $"server-{server}", set.ServerToNode, set.NodeToServer, settings.Seed);
    }

    public IReadOnlyList<NodeLink> All => all;

    /// <summary>Some link does something to packets. Kept, because every packet asks.</summary>
    public bool AreBusy { get; private set; }

    /// <summary>The clock of the run counts from here on; until then packets pass.</summary>
    public void Begin()
    {
        hasBegun = true;
        Refresh();
    }

    /// <summary>After conditions have changed.</summary>
    public void Refresh() => AreBusy = hasBegun && all.Exists(link => link.Link.Conditions is not { IsPlain: true, Delay: 0 });

    public Link? From(Ipv4Address host) => fromHosts.GetValueOrDefault(host.Value);

    public Link? To(Ipv4Address host) => toHosts.GetValueOrDefault(host.Value);

    private void Add(LinkSide side, int number, Ipv4Address address, string name, LinkConditions up, LinkConditions down, ulong seed)
    {
        fromHosts[address.Value] = Add(side, number, address, LinkDirection.ToNode, up.BesidesWire(), seed, $"{name}/up");
        toHosts[address.Value] = Add(side, number, address, LinkDirection.FromNode, down.BesidesWire(), seed, $"{name}/down");
    }

    private Link Add(LinkSide side, int number, Ipv4Address address, LinkDirection direction, LinkConditions conditions, ulong seed, string name)
    {
        Link link = new(conditions, seed, name);
        all.Add(new NodeLink(side, number, address, direction, link, conditions));
        return link;
    }
}
