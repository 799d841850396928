namespace Chaos.Import.Captures;

/// <summary>A packet of a capture, without its link header.</summary>
/// <param name="AtNanoseconds">When, since 1970.</param>
/// <param name="Ip">The beginning of the IP packet, as much as was kept. Valid until the next one is read.</param>
internal readonly record struct CapturedPacket(long AtNanoseconds, ReadOnlyMemory<byte> Ip);
