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

    /// <summary>The longest that a question and its answer can be under way.</summary>
    [JsonIgnore]
    public long LongestRoundTrip => All.Sum(link => link.LongestWay);
}
