namespace Chaos.Model;

/// <summary>One watched flow.</summary>
/// <param name="Number">Its place in <see cref="TrafficPlan.Flows"/>.</param>
/// <param name="Name">GROUP-N, N from 0.</param>
/// <param name="Group">Its group's place in <see cref="TrafficPlan.Groups"/>.</param>
/// <param name="Client">Client host, from 0.</param>
/// <param name="SourcePort">Unique among the flows of the client.</param>
/// <param name="Server">Server host, from 0.</param>
/// <param name="ServerPort">One of <see cref="TrafficPlan.ServerPorts"/>.</param>
/// <param name="OpenAt">When the client opens it.</param>
/// <param name="PayloadBytes">Length of each message.</param>
/// <param name="Seed">Of its rhythms.</param>
public sealed record FlowPlan(
    int Number, string Name, int Group, int Client, ushort SourcePort, int Server, ushort ServerPort, long OpenAt, int PayloadBytes,
    ulong Seed)
{
    /// <summary>A period of its own, drawn, in nanoseconds; null: the group's.</summary>
    public long? ClientPeriod { get; init; }

    /// <summary>A period of its own, drawn, in nanoseconds; null: the group's.</summary>
    public long? ServerPeriod { get; init; }

    /// <summary>The host that has this side of it.</summary>
    public int Host(Side side) => side == Side.Client ? Client : Server;
}
