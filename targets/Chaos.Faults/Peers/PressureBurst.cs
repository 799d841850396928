namespace Chaos.Faults;

/// <summary>`pressureBurst`: more short flows of a pressure group, besides its own rate.</summary>
public sealed record PressureBurst : PeerFault
{
    /// <summary>The name of the group.</summary>
    public required string Pressure { get; init; }

    /// <summary>Over all clients.</summary>
    public required double RatePerSecond { get; init; }

    public override FaultLength Lasting() => FaultLength.Limited;

    public override IEnumerable<string> Holding() => [$"the burst of {Pressure}"];

    public override FaultReport Act(IPeerSite peer, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase != FaultPhase.End)
            peer.Burst(Pressure, RatePerSecond, order.Seed, nowNanoseconds, nowNanoseconds + order.LengthNanoseconds!.Value);
        return FaultReport.Nothing;
    }
}
