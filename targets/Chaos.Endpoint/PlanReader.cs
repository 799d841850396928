using Chaos.Control;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>The plan as the control channel carries it, into the plan as the traffic engine wants it.</summary>
internal static class PlanReader
{
    public static TrafficPlan Read(TrafficDescription description) => new()
    {
        Clients = description.Clients,
        Servers = description.Servers,
        ServerPorts = description.ServerPorts,
        SourcePortMinimum = description.SourcePortMinimum,
        SourcePortMaximum = description.SourcePortMaximum,
        ReservedPorts = description.ReservedPorts,
        Groups = [.. description.Groups.Select(Read)],
        Flows = [.. description.Flows.Select(Read)],
        Pressure = [.. description.Pressure.Select(Read)],
    };

    /// <summary>An IPv4 address in host order.</summary>
    public static uint Address(string dotted)
    {
        byte[] bytes = System.Net.IPAddress.Parse(dotted).GetAddressBytes();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static GroupPlan Read(GroupDescription group) => new()
    {
        Name = group.Name,
        Transport = Read(group.Transport),
        ClientPeriod = group.ClientPeriod,
        ServerPeriod = group.ServerPeriod,
        JitterPartsPerMillion = group.JitterPartsPerMillion,
        Reply = group.Reply,
        Patience = group.Patience,
        Roaming = group.Roaming,
        ReopenAfter = group.ReopenAfter,
        KeepAlive = group.KeepAlive,
    };

    private static FlowPlan Read(FlowDescription flow) => new(
        flow.Number, flow.Name, flow.Group, flow.Client, flow.SourcePort, flow.Server, flow.ServerPort, flow.OpenAt, flow.PayloadBytes, flow.Seed)
    {
        ClientPeriod = flow.ClientPeriod,
        ServerPeriod = flow.ServerPeriod,
    };

    private static PressurePlan Read(PressureDescription pressure) => new(
        pressure.Name, Read(pressure.Transport), RateOf(pressure), pressure.Exchanges, pressure.Replies,
        pressure.PayloadBytesMinimum, pressure.PayloadBytesMaximum, pressure.Seed);

    private static RateShape RateOf(PressureDescription pressure) => new(pressure.FlowsPerThousandSeconds)
    {
        RampTo = pressure.RampTo,
        RampOver = pressure.RampOver,
        BurstEvery = pressure.BurstEvery,
        BurstLength = pressure.BurstLength,
    };

    private static Traffic.Transport Read(Control.Transport transport) =>
        transport == Control.Transport.Tcp ? Chaos.Traffic.Transport.Tcp : Chaos.Traffic.Transport.Udp;
}
