using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>One short flow. The object is reused after the flow ends, because a run has millions of them.</summary>
internal sealed class ShortFlow
{
    public const int NoSocket = -1;

    public PressurePlan Plan { get; private set; } = null!;

    public ushort SourcePort { get; private set; }

    public int Server { get; private set; }

    public ushort ServerPort { get; private set; }

    public int PayloadBytes { get; private set; }

    public long Deadline { get; private set; }

    /// <summary><see cref="NoSocket"/> before the start and after the end.</summary>
    public int SocketNumber { get; set; } = NoSocket;

    public uint Sent { get; set; }

    public void Begin(PressurePlan plan, ushort sourcePort, int server, ushort serverPort, int payloadBytes, long deadline)
    {
        Plan = plan;
        SourcePort = sourcePort;
        Server = server;
        ServerPort = serverPort;
        PayloadBytes = payloadBytes;
        Deadline = deadline;
        Sent = 0;
    }
}
