using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>Short flows of the pressure by fate. A flow is counted once, when its fate is known.</summary>
/// <param name="Answered">All answers arrived; for TCP without replies: the connection was established.</param>
/// <param name="Unobserved">UDP without replies: no endpoint can tell what became of it.</param>
/// <param name="Reset">RST on an established connection, or ICMP port unreachable.</param>
/// <param name="Timeout">No answer within three seconds, or TCP gave up.</param>
/// <param name="Refused">TCP: the connection was never established, because the answer to its SYN was RST.</param>
/// <param name="Closed">The server closed unasked.</param>
/// <param name="Harness">This machine failed: no descriptor, or the port was in use. Counts against us, never for a NAT.</param>
/// <param name="Skipped">Due, but not started: no source port was free.</param>
public readonly record struct NewcomerCounts(
    long Answered, long Unobserved, long Reset, long Timeout, long Refused, long Closed, long Harness, long Skipped)
{
    public static readonly NewcomerCounts OneAnswered = new() { Answered = 1 };

    public static readonly NewcomerCounts OneUnobserved = new() { Unobserved = 1 };

    public static readonly NewcomerCounts OneSkipped = new() { Skipped = 1 };

    [JsonIgnore]
    public long Started => Answered + Unobserved + Failed + Harness;

    [JsonIgnore]
    public long Failed => Reset + Timeout + Refused + Closed;

    /// <summary>Flows whose fate an endpoint saw: what a share of failures is a share of.</summary>
    [JsonIgnore]
    public long Decided => Answered + Failed;

    /// <summary>Started or skipped.</summary>
    [JsonIgnore]
    public long Due => Started + Skipped;

    /// <summary>Failed, of those decided: 0 to 1; null where no fate was seen.</summary>
    [JsonIgnore]
    public double? FailedShare => Decided == 0 ? null : (double)Failed / Decided;

    public static NewcomerCounts operator +(NewcomerCounts one, NewcomerCounts other) => new(
        one.Answered + other.Answered, one.Unobserved + other.Unobserved, one.Reset + other.Reset, one.Timeout + other.Timeout,
        one.Refused + other.Refused, one.Closed + other.Closed, one.Harness + other.Harness, one.Skipped + other.Skipped);

    public static NewcomerCounts Sum(IEnumerable<NewcomerCounts> counts) =>
        counts.Aggregate(default(NewcomerCounts), (sum, one) => sum + one);

    /// <summary>One flow that failed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A short flow cannot fail by this cause.</exception>
    public static NewcomerCounts One(DeathCause cause) => cause switch
    {
        DeathCause.Reset => new NewcomerCounts { Reset = 1 },
        DeathCause.Timeout => new NewcomerCounts { Timeout = 1 },
        DeathCause.Refused => new NewcomerCounts { Refused = 1 },
        DeathCause.Closed => new NewcomerCounts { Closed = 1 },
        DeathCause.Harness => new NewcomerCounts { Harness = 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "no cause of a short flow"),
    };

    /// <summary>By cause; causes that no short flow has count 0.</summary>
    public long Of(DeathCause cause) => cause switch
    {
        DeathCause.Reset => Reset,
        DeathCause.Timeout => Timeout,
        DeathCause.Refused => Refused,
        DeathCause.Closed => Closed,
        DeathCause.Harness => Harness,
        _ => 0,
    };
}
