using Chaos.Control;
using Chaos.Traffic;

namespace Chaos.Harness.Backends;

/// <summary>The plan as the container programs are told it.</summary>
internal static class TrafficDescriptions
{
    public static TrafficDescription Of(TrafficPlan plan) => new()
    {
        Clients = plan.Clients,
        Servers = plan.Servers,
        ServerPorts = plan.ServerPorts,
        SourcePortMinimum = plan.SourcePortMinimum,
        SourcePortMaximum = plan.SourcePortMaximum,
        Groups = [.. plan.Groups.Select(group => new GroupDescription(
            group.Name, Of(group.Transport), group.ClientPeriod, group.ServerPeriod, group.JitterPartsPerMillion, group.Reply, group.Patience, group.Roaming)
        {
            ReopenAfter = group.ReopenAfter,
            KeepAlive = group.KeepAlive,
        })],
        Flows = [.. plan.Flows.Select(flow => new FlowDescription(
            flow.Number, flow.Name, flow.Group, flow.Client, flow.SourcePort, flow.Server, flow.ServerPort, flow.OpenAt, flow.PayloadBytes, flow.Seed)
        {
            ClientPeriod = flow.ClientPeriod,
            ServerPeriod = flow.ServerPeriod,
        })],
        Pressure = [.. plan.Pressure.Select(pressure => new PressureDescription(
            pressure.Name, Of(pressure.Transport), pressure.Rate.FlowsPerThousandSeconds, pressure.Exchanges, pressure.Replies,
            pressure.PayloadBytesMinimum, pressure.PayloadBytesMaximum, pressure.Seed)
        {
            RampTo = pressure.Rate.RampTo,
            RampOver = pressure.Rate.RampOver,
            BurstEvery = pressure.Rate.BurstEvery,
            BurstLength = pressure.Rate.BurstLength,
        })],
    };

    private static Control.Transport Of(Traffic.Transport transport) =>
        transport == Traffic.Transport.Tcp ? Control.Transport.Tcp : Control.Transport.Udp;
}
