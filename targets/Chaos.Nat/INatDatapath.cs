using Chaos.Model;

namespace Chaos.Nat;

/// <summary>A NAT under test, ours or anybody's: a packet goes in, is rewritten in place, and a verdict comes back.</summary>
/// <remarks>
/// <see cref="Process"/> is all that a datapath must have. It is called by one thread, in order of time. The datapath reads no clock: each
/// call brings the
/// moment, in nanoseconds since the run began. The other members are optional; a target declares what its datapath supports, and a scenario
/// that asks for
/// more is refused before it starts.
/// </remarks>
public interface INatDatapath
{
    /// <summary>Handles one packet.</summary>
    /// <param name="packet">A whole IPv4 packet; addresses, ports and checksums are rewritten in place, the length stays.</param>
    /// <param name="nowNanoseconds">Never before that of the call before.</param>
    /// <param name="cpu">The CPU that handles it, from 0; always 0 unless packets are spread over CPUs.</param>
    PacketVerdict Process(Span<byte> packet, long nowNanoseconds, int cpu);

    /// <summary>
    /// The table's counters; null: it reports none. Then the warm-up takes as long as churn should need to fill the table.
    /// </summary>
    TableCounters? ReadTable() => null;

    /// <summary>What faults can do to the table; null: nothing.</summary>
    INatControl? Control => null;

    /// <summary>Explains which half of a watched flow was lost, and why; null: deaths have no mechanism.</summary>
    ILossReporter? Losses => null;
}
