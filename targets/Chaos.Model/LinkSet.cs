using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>The four directions of a world with one node in the middle; each host has a link of its own to the node.</summary>
public sealed record LinkSet
{
    public static readonly LinkSet Plain = new();

    public LinkConditions ClientToNode { get; init; } = LinkConditions.Plain;

    public LinkConditions NodeToClient { get; init; } = LinkConditions.Plain;

    public LinkConditions NodeToServer { get; init; } = LinkConditions.Plain;

    public LinkConditions ServerToNode { get; init; } = LinkConditions.Plain;

    [JsonIgnore]
    public IEnumerable<LinkConditions> All => [ClientToNode, NodeToClient, NodeToServer, ServerToNode];

    /// <summary>What a question and its answer take without jitter, queues and reordering.</summary>
    [JsonIgnore]
    public long RoundTrip => All.Sum(link => link.Delay);

    /// <summary>The same links with other delays.</summary>
    /// <param name="roundTrip">Nanoseconds from a client to a server and back, a multiple of 4.</param>
    /// <param name="place">On which side of the node.</param>
    public LinkSet WithRoundTrip(long roundTrip, RoundTripPlace place)
    {
        long clients = place switch
        {
            RoundTripPlace.Clients => roundTrip / 2,
            RoundTripPlace.Servers => 0,
            _ => roundTrip / 4,
        };
        long servers = (roundTrip / 2) - clients;
        return new LinkSet
        {
            ClientToNode = ClientToNode with { Delay = clients },
            NodeToClient = NodeToClient with { Delay = clients },
            NodeToServer = NodeToServer with { Delay = servers },
            ServerToNode = ServerToNode with { Delay = servers },
        };
    }

    /// <summary>The longest that a question and its answer can be under way.</summary>
    [JsonIgnore]
    public long LongestRoundTrip => All.Sum(link => link.LongestWay);
}
