using Chaos.Model;

namespace Chaos.Traffic.Tests;

/// <summary>Small plans: one client, one server, one flow by default. Periods in milliseconds, 0 is never; patience 1 s.</summary>
internal static class Plans
{
    public static TrafficPlan One(
        Transport transport = Transport.Udp, int clientEvery = 0, int serverEvery = 0, bool reply = false, bool roaming = false,
        int jitterPercent = 0, int openAt = 100, int? reopenAfter = null, params PressurePlan[] pressure) => new()
        {
            Groups =
        [
            new GroupPlan
            {
                Name = "group", Transport = transport, ClientPeriod = clientEvery * 1_000_000L, ServerPeriod = serverEvery * 1_000_000L,
                JitterPartsPerMillion = jitterPercent * 10_000, Reply = reply, Patience = LoopbackWorld.Second, Roaming = roaming,
                ReopenAfter = reopenAfter * 1_000_000L,
            },
        ],
            Flows = [new FlowPlan(0, "group-0", 0, 0, 40000, 0, 8080, openAt * 1_000_000L, 64, Seed: 7)],
            Pressure = pressure,
            Clients = 1,
            Servers = 1,
            ServerPorts = [8080],
            SourcePortMinimum = 40000,
            SourcePortMaximum = 40999,
        };

    /// <summary>The hosts of a plan; behind a node port all servers have one address.</summary>
    public static NetworkPlan Network(TrafficPlan plan, TopologyKind topology = TopologyKind.Egress) => new()
    {
        Topology = topology,
        InsideNetwork = new Ipv4Address(0x0A000000),
        OutsideNetwork = new Ipv4Address(0x0A010000),
        PrefixBits = 24,
        Clients = plan.Clients,
        Servers = plan.Servers,
        ServerPorts = plan.ServerPorts,
        Translates = true,
    };

    public static PressurePlan Pressure(Transport transport, int perSecond, int exchanges, bool replies) =>
        new("churn", transport, new RateShape(perSecond * 1000L), exchanges, replies, 64, 64, Seed: 9);
}
