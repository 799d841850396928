using Chaos.Nat.NodePort;
using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>Who stands where, and by what address a client knows a server.</summary>
internal interface ISimulatedTopology
{
    Ipv4Address Client(int client);

    Ipv4Address Server(int server);

    /// <summary>Where a client connects to that is planned for this server and port.</summary>
    SocketAddress Destination(int server, ushort serverPort);

    /// <summary>Whether the node only routes what goes to this address.</summary>
    bool PassesThrough(Ipv4Address destination);

    /// <summary>The flows that a server may see; the whole plan itself where each flow has its server.</summary>
    TrafficPlan PlanOf(int server);

    /// <summary>The tuple by which the NAT knows a planned flow: client to the server that it ends at.</summary>
    FiveTuple Connection(FlowPlan flow);
}

/// <summary>Clients inside, servers outside: a client connects to the server itself.</summary>
internal sealed class EgressTopology(TrafficPlan plan) : ISimulatedTopology
{
    public Ipv4Address Client(int client) => AddressPlan.Client(client);

    public Ipv4Address Server(int server) => AddressPlan.Server(server);

    public SocketAddress Destination(int server, ushort serverPort) => new(AddressPlan.Server(server), serverPort);

    /// <summary>An answer to a packet that conntrack let out untranslated.</summary>
    public bool PassesThrough(Ipv4Address destination) => AddressPlan.IsInside(destination);

    public TrafficPlan PlanOf(int server) => plan;

    public FiveTuple Connection(FlowPlan flow) => new(
        plan.ProtocolOf(flow), Client(flow.Client), flow.SourcePort, AddressPlan.Server(flow.Server), flow.ServerPort);
}

/// <summary>Clients outside, pods inside: a client connects to the node, whose service table picks the pod.</summary>
/// <remarks>Which server a flow was planned for does not matter here, so any pod may be asked to serve any flow; a flow that opens again may meet another.</remarks>
internal sealed class NodePortTopology(TrafficPlan plan, ServiceTable services) : ISimulatedTopology
{
    public Ipv4Address Client(int client) => AddressPlan.OutsideClient(client);

    public Ipv4Address Server(int server) => AddressPlan.Pod(server);

    public SocketAddress Destination(int server, ushort serverPort) => AddressPlan.Frontend(plan.ServerPorts.IndexOf(serverPort));

    /// <summary>The datapath itself tells what is for a frontend or for its own address.</summary>
    public bool PassesThrough(Ipv4Address destination) => false;

    public TrafficPlan PlanOf(int server) => plan with { Flows = [.. plan.Flows.Select(flow => flow with { Server = server })] };

    public FiveTuple Connection(FlowPlan flow)
    {
        SocketAddress frontend = Destination(flow.Server, flow.ServerPort);
        FiveTuple tuple = new(plan.ProtocolOf(flow), Client(flow.Client), flow.SourcePort, frontend.Address, frontend.Port);
        services.TrySelect(ref tuple);
        return tuple;
    }
}

file static class PlanExtensions
{
    public static IpProtocol ProtocolOf(this TrafficPlan plan, FlowPlan flow) =>
        plan.Groups[flow.Group].Transport == Transport.Tcp ? IpProtocol.Tcp : IpProtocol.Udp;

    public static int IndexOf(this IReadOnlyList<ushort> ports, ushort port)
    {
        for (int index = 0; index < ports.Count; index++)
            if (ports[index] == port)
                return index;
        throw new ArgumentException($"no server listens on port {port}", nameof(port));
    }
}
