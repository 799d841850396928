using Chaos.Model;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Binding;

/// <summary>`links:` into conditions.</summary>
internal static class LinkBinder
{
    public static LinkSet Bind(SectionReader links)
    {
        LinkSet bound = new()
        {
            ClientToNode = Direction(links.Into(LinkKeys.ClientToNode)),
            NodeToClient = Direction(links.Into(LinkKeys.NodeToClient)),
            NodeToServer = Direction(links.Into(LinkKeys.NodeToServer)),
            ServerToNode = Direction(links.Into(LinkKeys.ServerToNode)),
        };
        RoundTripPlace place = links.Read(LinkKeys.RoundTripAt);
        long roundTrip = Nanoseconds.Of(links.Read(LinkKeys.RoundTrip));
        return links.Says(LinkKeys.RoundTrip) ? bound.WithRoundTrip(roundTrip, place) : bound;
    }

    private static LinkConditions Direction(SectionReader link) => new()
    {
        Delay = Nanoseconds.Of(link.Read(LinkKeys.Delay)),
        Jitter = Nanoseconds.Of(link.Read(LinkKeys.Jitter)),
        JitterShape = link.Read(LinkKeys.Shape),
        Loss = link.Read(LinkKeys.Loss),
        Duplicate = link.Read(LinkKeys.Duplicate),
        Reorder = link.Read(LinkKeys.Reorder),
        ReorderBy = Nanoseconds.Of(link.Read(LinkKeys.ReorderBy)),
        Corrupt = link.Read(LinkKeys.Corrupt),
        BitsPerSecond = link.Read(LinkKeys.Bandwidth),
        QueueBytes = link.Read(LinkKeys.Queue),
    };
}
