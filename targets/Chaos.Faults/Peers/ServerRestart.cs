namespace Chaos.Faults;

/// <summary>
/// `serverRestart`: a server's program ends and begins anew; its connections are closed, and it knows nothing of its flows any more.
/// </summary>
public sealed record ServerRestart : PeerFault
{
    public override bool IsOfServers() => true;

    public override FaultLength Lasting() => FaultLength.Optional;

    public override IEnumerable<string> Holding() => EachHost("the program");

    public override FaultReport Act(IPeerSite peer, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase == FaultPhase.End)
        {
            peer.ComeBack();
            return FaultReport.Nothing;
        }

        peer.GoDown();
        if (order.LengthNanoseconds is null) peer.ComeBack();
        return new FaultReport(FaultReport.Nothing.Counts, [.. peer.Flows]);
    }
}
