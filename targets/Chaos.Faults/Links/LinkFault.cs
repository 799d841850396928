using Chaos.Model;
using Chaos.Packets.Links;

namespace Chaos.Faults;

/// <summary>Something that links do to packets, besides what they do anyway. Packets under way keep their fate.</summary>
public abstract record LinkFault : NodeFault
{
    public LinkSide Side { get; init; }

    public LinkDirection Direction { get; init; }

    /// <summary>Only the link of this host, from 0 on each side; null: those of all hosts.</summary>
    public int? Host { get; init; }

    public override FaultLength Lasting() => FaultLength.Open;

    public override IEnumerable<string> Holding() =>
        from side in new[] { LinkSide.Clients, LinkSide.Servers }
        from direction in new[] { LinkDirection.ToNode, LinkDirection.FromNode }
        from host in Host is { } one ? [one] : Enumerable.Range(0, MostHosts)
        where Takes(side, direction, host)
        select $"the {Quality} of the link of {(side == LinkSide.Clients ? "client" : "server")} {host} "
            + $"{(direction == LinkDirection.ToNode ? "to" : "from")} the node";

    /// <summary>What of a link it changes.</summary>
    protected abstract string Quality { get; }

    public override Capability Needs() => Capability.CarryLinks;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        HashSet<Ipv4Address> hosts = [];
        int links = 0;
        foreach (NodeLink link in node.Links.Where(link => Takes(link.Side, link.Direction, link.Host)))
        {
            link.Link.Conditions = order.Phase == FaultPhase.End ? Without(link.Link.Conditions, link.Normal) : With(link.Link.Conditions);
            hosts.Add(link.Address);
            links++;
        }

        int[] flows = [.. node.Flows
            .Where(flow => hosts.Contains(flow.Connection.SourceAddress) || hosts.Contains(flow.Connection.DestinationAddress))
            .Select(flow => flow.Flow)];
        return new FaultReport(new Dictionary<string, long> { ["links"] = links }, order.Phase == FaultPhase.End ? [] : flows);
    }

    /// <summary>The conditions of a link under this fault.</summary>
    protected abstract LinkConditions With(LinkConditions now);

    /// <summary>The same without it again.</summary>
    protected abstract LinkConditions Without(LinkConditions now, LinkConditions normal);

    private bool Takes(LinkSide side, LinkDirection direction, int host) =>
        (Side == LinkSide.Both || Side == side) && (
            Direction == LinkDirection.Both || Direction == direction) && (Host is null || Host == host);
}

/// <summary>Whose links.</summary>
public enum LinkSide
{
    Both,
    Clients,
    Servers,
}

public enum LinkDirection
{
    Both,
    ToNode,
    FromNode,
}

/// <summary>One direction of a host's link to the node.</summary>
/// <param name="Side">Never both.</param>
/// <param name="Host">From 0 on its side.</param>
/// <param name="Address">Of the host.</param>
/// <param name="Direction">Never both.</param>
/// <param name="Link">The link itself.</param>
/// <param name="Normal">What it does without any fault.</param>
public sealed record NodeLink(LinkSide Side, int Host, Ipv4Address Address, LinkDirection Direction, Link Link, LinkConditions Normal);
