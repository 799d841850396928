using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>What one direction of a link does to packets. Lengths of time in nanoseconds, shares from 0 to 1.</summary>
public sealed record LinkConditions
{
    /// <summary>A normal jitter is cut before so many standard deviations.</summary>
    private const int WidestNormal = 4;

    /// <summary>A local network: 100 microseconds, and nothing else.</summary>
    public static readonly LinkConditions Plain = new();

    /// <summary>The way of every packet, besides what bandwidth and queue cost.</summary>
    public long Delay { get; init; } = 100_000;

    /// <summary>How far the delay strays to either side; it never falls below zero, and packets stay in order.</summary>
    public long Jitter { get; init; }

    public JitterShape JitterShape { get; init; }

    /// <summary>Lost on the wire, each packet for itself.</summary>
    public double Loss { get; init; }

    /// <summary>Arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Held back by <see cref="ReorderBy"/>, so that packets sent later overtake it.</summary>
    public double Reorder { get; init; }

    public long ReorderBy { get; init; } = 1_000_000;

    /// <summary>Arrives with one bit flipped, anywhere in the packet.</summary>
    public double Corrupt { get; init; }

    /// <summary>Bits of IP packets per second; 0 is unlimited.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>A packet that finds more bytes than these waiting for their turn is dropped. Counts only with a bandwidth.</summary>
    public long QueueBytes { get; init; } = 250_000;

    /// <summary>Nothing gets through.</summary>
    public bool Partitioned { get; init; }

    /// <summary>Only a delay: no packet needs a draw.</summary>
    [JsonIgnore]
    public bool IsPlain => Jitter == 0 && Loss == 0 && Duplicate == 0 && Reorder == 0 && Corrupt == 0 && BitsPerSecond == 0 && !Partitioned;

    /// <summary>The longest that a packet can be under way.</summary>
    [JsonIgnore]
    public long LongestWay =>
        Delay + Jitter * (JitterShape == JitterShape.Normal ? WidestNormal : 1) + (Reorder == 0 ? 0 : ReorderBy) + LongestWait;

    /// <summary>The same where a real wire carries the packets, which is a plain link by itself.</summary>
    public LinkConditions BesidesWire() => this with { Delay = Math.Max(0, Delay - Plain.Delay) };

    /// <summary>The longest that a packet can wait for its turn.</summary>
    [JsonIgnore]
    public long LongestWait => BitsPerSecond == 0 ? 0 : (long)((Int128)QueueBytes * 8_000_000_000 / BitsPerSecond);
}
