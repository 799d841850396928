using Chaos.Model;

namespace Chaos.Simulation.Tcp;

/// <summary>Arithmetic of sequence numbers, which wrap. Source: RFC 9293 section 3.4.</summary>
internal static class SequenceNumbers
{
    /// <summary>Nanoseconds in which the clock behind initial numbers advances by one, as in Linux.</summary>
    private const int ClockShift = 6;

    public static uint Plus(this uint number, int bytes) => unchecked(number + (uint)bytes);

    /// <summary>Bytes from <paramref name="other"/> to this number; negative if it lies behind.</summary>
    public static int Since(this uint number, uint other) => unchecked((int)(number - other));

    /// <summary>
    /// The number that a connection begins with: a clock plus a hash of the tuple (RFC 6528), so that a tuple used again begins further on.
    /// </summary>
    /// <remarks>Nobody guesses numbers here, so the hash has no secret.</remarks>
    public static uint Initial(FiveTuple tuple, long now) => unchecked((uint)tuple.GetHashCode() + (uint)(now >> ClockShift));
}
