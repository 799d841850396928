namespace Chaos.Traffic;

/// <summary>One short flow.</summary>
internal sealed class ShortFlow(PressurePlan plan, ushort sourcePort, int server, ushort serverPort, int payloadBytes, long deadline)
{
    public PressurePlan Plan { get; } = plan;

    public ushort SourcePort { get; } = sourcePort;

    public int Server { get; } = server;

    public ushort ServerPort { get; } = serverPort;

    public int PayloadBytes { get; } = payloadBytes;

    public long Deadline { get; } = deadline;

    public int Socket { get; set; } = -1;

    public uint Sent { get; set; }
}
