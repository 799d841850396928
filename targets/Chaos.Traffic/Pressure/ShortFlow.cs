using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>One short flow. The object is reused after the flow ends, because a run has millions of them.</summary>
internal sealed class ShortFlow
{
    public const int NoSocket = -1;

    public PressurePlan Plan { get; private set; } = null!;

    public NewcomerTally Tally { get; private set; } = null!;

    public ushort SourcePort { get; private set; }

    public int Server { get; private set; }

    public ushort ServerPort { get; private set; }

    public int PayloadBytes { get; private set; }

    public long StartedAt { get; private set; }

    /// <summary>Without its answers by then it has failed.</summary>
    public long Deadline => StartedAt + PressurePlan.Timeout;

    /// <summary><see cref="NoSocket"/> before the start and after the end.</summary>
    public int SocketNumber { get; set; } = NoSocket;

    public uint Sent { get; set; }

    /// <summary>UDP: from the start; TCP: once the connection is established.</summary>
    public bool IsConnected { get; set; }

    public void Begin(Arrivals arrival, ushort sourcePort, int server, ushort serverPort, int payloadBytes, long startedAt)
    {
        Plan = arrival.Plan;
        Tally = arrival.Tally;
        IsConnected = Plan.Transport == Transport.Udp;
        SourcePort = sourcePort;
        Server = server;
        ServerPort = serverPort;
        PayloadBytes = payloadBytes;
        StartedAt = startedAt;
        Sent = 0;
    }
}
