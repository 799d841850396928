namespace Chaos.Traffic;

/// <summary>One short flow; used again for another one when it is over, because there are millions of them.</summary>
internal sealed class ShortFlow
{
    public PressurePlan Plan { get; private set; } = null!;

    public ushort SourcePort { get; private set; }

    public int Server { get; private set; }

    public ushort ServerPort { get; private set; }

    public int PayloadBytes { get; private set; }

    public long Deadline { get; private set; }

    public int Socket { get; set; } = -1;

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
