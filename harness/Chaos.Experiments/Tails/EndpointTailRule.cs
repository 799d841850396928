using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Experiments.Tails;

/// <summary>
/// Alive if each direction that the flow needs delivered a message that passed the NAT after the end; dead otherwise.
/// </summary>
/// <remarks>
/// <para>
/// UDP needs the directions in which it carries messages. TCP needs both: a message says nothing of the way of its acknowledgment.
/// </para>
/// <para>
/// For a flow that outlives the tail this holds by the deadlines: the tail is as long as the longest of them. So dead and surviving flows
/// are judged alike, and no knowledge of the target is used.
/// </para>
/// <para>
/// The time is that of the arrival less the longest way from the node, not the time of the sending: a TCP segment that was sent again
/// passed the NAT after the message was first sent.
/// </para>
/// </remarks>
internal sealed class EndpointTailRule : TailRule
{
    public override string Name => "endpoints";

    public override bool WasAlive(in TailDeath death)
    {
        // A run that broke off has no counts, and so no proof.
        if (death.Outcome.Messages.Count == 0) return false;
        FlowMessages seen = death.Outcome.Messages[death.Flow.Number];
        GroupPlan group = death.Plan.Traffic.Groups[death.Flow.Group];
        LinkSet links = death.Plan.Links.Conditions;
        bool isTcp = group.Transport == Transport.Tcp;
        bool fromClient = isTcp || group.Carries(death.Flow, Side.Client), fromServer = isTcp || group.Carries(death.Flow, Side.Server);
        return (fromClient || fromServer)
            && (!fromClient || seen.LastAtServer > death.End + links.NodeToServer.LongestWay)
            && (!fromServer || seen.LastAtClient > death.End + links.NodeToClient.LongestWay);
    }
}
