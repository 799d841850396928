namespace Chaos.Control;

/// <summary>Harness to node, if it was configured to keep packets: answer with <see cref="Captured"/>.</summary>
/// <param name="Flow">A watched connection.</param>
public sealed record Capture(int Flow) : ControlMessage;

/// <summary>Node to harness: the last packets of a flow, oldest first, on both sides of the NAT.</summary>
public sealed record Captured(int Flow, IReadOnlyList<CapturedPacket> Packets) : ControlMessage;

/// <summary>An IPv4 packet at the node.</summary>
/// <param name="At">When, in nanoseconds since the epoch.</param>
/// <param name="Left">It left the node; else it arrived.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Bytes">Its beginning, as base64 on the wire.</param>
public sealed record CapturedPacket(long At, bool Left, int Length, byte[] Bytes);
