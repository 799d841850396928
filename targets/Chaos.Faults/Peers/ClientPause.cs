namespace Chaos.Faults;

/// <summary>
/// `clientPause`: a client's program stands still, as under SIGSTOP; then it does all that it should have done meanwhile.
/// </summary>
public sealed record ClientPause : PeerFault
{
    public override FaultLength Lasting() => FaultLength.Limited;

    public override IEnumerable<string> Holding() => EachHost("the program");

    public override FaultReport Act(IPeerSite peer, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase == FaultPhase.End) return FaultReport.Nothing;
        peer.StandStill(nowNanoseconds + order.LengthNanoseconds!.Value);
        return new FaultReport(FaultReport.Nothing.Counts, [.. peer.Flows]);
    }
}
