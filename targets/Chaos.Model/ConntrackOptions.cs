namespace Chaos.Model;

/// <summary>How connections are tracked.</summary>
/// <param name="TcpSize">bpf-ct-global-tcp-max: entries for TCP.</param>
/// <param name="AnySize">bpf-ct-global-any-max: entries for all else.</param>
/// <param name="GcIntervalNanoseconds">conntrack-gc-interval; null: adaptive.</param>
public sealed record ConntrackOptions(int TcpSize = 524_288, int AnySize = 262_144, long? GcIntervalNanoseconds = null);
