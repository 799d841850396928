using Chaos.Model;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>Kinds of value that several keys share.</summary>
internal static class CommonParsers
{
    /// <summary>Also the longest run: a day.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromHours(24);

    public static readonly DurationParser TimeFromZero = new(TimeSpan.Zero, LongestTime);

    /// <summary>More than 0: one tick, the smallest step of a <see cref="TimeSpan"/>.</summary>
    public static readonly DurationParser TimeAboveZero = new(TimeSpan.FromTicks(1), LongestTime);

    public static readonly NameParser Name = new();

    public static readonly PortRangeParser Ports = new();

    public static readonly PercentageParser Percentage = new();

    public static readonly ChoiceParser<bool> Truth = new(("true", true), ("false", false));

    public static readonly ChoiceParser<Transport> Protocol = new(("tcp", Transport.Tcp), ("udp", Transport.Udp));

    /// <summary>16 bytes carry flow and sequence number; 1400 fit into one packet on any network of ours.</summary>
    public static readonly ByteRangeParser Payload = new(16, 1400);

    public static readonly VariantParser Variant = new();
}
