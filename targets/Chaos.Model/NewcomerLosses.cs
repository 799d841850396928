namespace Chaos.Model;

/// <summary>What a NAT did to connections that nobody watches: to the short flows of the pressure.</summary>
/// <remarks>
/// Where dead flows open again, their later lives are among them, because nobody watches those either. A TCP client sends its SYN again,
/// so one flow may be counted several times.
/// </remarks>
/// <param name="EvictedAtOnce">The packet that created a mapping evicted its reverse entry again, with its own second insert.</param>
/// <param name="FirstReplyPunted">
/// A reply met no mapping: any UDP reply, and over TCP the answer to a SYN. What else arrives late on a TCP connection hurts no flow
/// that has ended. The replies of flows that were evicted at once are among them.
/// </param>
/// <param name="AllocationFailed">No port, or no room.</param>
public readonly record struct NewcomerLosses(long EvictedAtOnce, long FirstReplyPunted, long AllocationFailed)
{
    public static NewcomerLosses operator +(NewcomerLosses one, NewcomerLosses other) => new(
        one.EvictedAtOnce + other.EvictedAtOnce, one.FirstReplyPunted + other.FirstReplyPunted,
        one.AllocationFailed + other.AllocationFailed);

    /// <summary>From an earlier reading to a later one.</summary>
    public static NewcomerLosses operator -(NewcomerLosses later, NewcomerLosses earlier) => new(
        later.EvictedAtOnce - earlier.EvictedAtOnce, later.FirstReplyPunted - earlier.FirstReplyPunted,
        later.AllocationFailed - earlier.AllocationFailed);
}
