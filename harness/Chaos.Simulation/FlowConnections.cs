using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>Where a planned flow is found on the wire.</summary>
internal static class FlowConnections
{
    /// <summary>The tuple of the flow's packets as its client sends them.</summary>
    public static FiveTuple Connection(this FlowPlan flow, TrafficPlan plan) => new(
        plan.Groups[flow.Group].Transport == Transport.Tcp ? IpProtocol.Tcp : IpProtocol.Udp,
        AddressPlan.Client(flow.Client), flow.SourcePort, AddressPlan.Server(flow.Server), flow.ServerPort);
}
