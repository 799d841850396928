namespace Chaos.Faults;

/// <summary>`keepAlive: off`: clients send no keep-alive probes on flows that have them, so that an idle flow is silent.</summary>
public sealed record KeepAliveOff : PeerFault
{
    public override FaultLength Lasting() => FaultLength.Open;

    public override IEnumerable<string> Holding() => EachHost("the keep-alive");

    public override FaultReport Act(IPeerSite peer, FaultOrder order, long nowNanoseconds)
    {
        peer.SetKeepAlive(order.Phase == FaultPhase.End);
        return FaultReport.Nothing;
    }
}
