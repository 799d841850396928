using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Rules;

/// <summary>A round trip time gives the delays, so no link may have one of its own beside it.</summary>
internal static class RoundTripRules
{
    private static readonly MappingKey[] Directions =
        [LinkKeys.ClientToNode, LinkKeys.NodeToClient, LinkKeys.NodeToServer, LinkKeys.ServerToNode];

    public static void Check(SectionReader root)
    {
        SectionReader links = root.Into(LinkKeys.Links);
        if (!links.Names(LinkKeys.RoundTrip))
        {
            if (links.Text(LinkKeys.RoundTripAt) != LinkKeys.RoundTripAt.Default)
                links.Complain(LinkKeys.RoundTripAt, "it places the rtt, which is not here; write rtt, or the delays of the links");
            return;
        }

        // The resolved file spells the default delay beside an rtt that is an axis of its matrix.
        foreach (SectionReader link in Directions.Select(links.Into).Where(link => link.Text(LinkKeys.Delay) != LinkKeys.Delay.Default))
            link.Complain(LinkKeys.Delay, "rtt gives the delays of all links; keep one of the two");
    }
}
