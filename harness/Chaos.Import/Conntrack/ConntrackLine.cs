using System.Globalization;
using System.Text.RegularExpressions;
using Chaos.Model;

namespace Chaos.Import.Conntrack;

/// <summary>One line of conntrack-tools: an entry of `-L`, or an event of `-E`.</summary>
/// <param name="At">Seconds since 1970; null: the line has no time.</param>
/// <param name="Event">NEW, UPDATE or DESTROY; empty in a list.</param>
/// <param name="Transport">Null: neither TCP nor UDP.</param>
/// <param name="Timeout">Seconds that the entry has left; null: not said.</param>
/// <param name="State">Of TCP; empty for UDP.</param>
/// <param name="Connection">Whatever names it; it goes nowhere.</param>
/// <param name="IsReplied">The other side said something.</param>
/// <param name="IsAssured">It is kept when the table is full.</param>
internal sealed partial record ConntrackLine(
    double? At, string Event, Transport? Transport, double? Timeout, string State, string Connection, bool IsReplied, bool IsAssured)
{
    /// <summary>Null: the line is none of conntrack's.</summary>
    public static ConntrackLine? TryParse(string text)
    {
        if (Shape().Match(text) is not { Success: true } match) return null;
        double? at = match.Groups["sec"].Success
            ? double.Parse(match.Groups["sec"].Value, CultureInfo.InvariantCulture)
                + double.Parse(match.Groups["usec"].Value, CultureInfo.InvariantCulture) / 1e6 : null;
        Transport? transport = match.Groups["proto"].Value switch
        {
            "tcp" => Chaos.Model.Transport.Tcp,
            "udp" => Chaos.Model.Transport.Udp,
            _ => null,
        };
        return new ConntrackLine(
            at, match.Groups["event"].Value, transport,
            double.TryParse(match.Groups["timeout"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out double left) ? left : null,
            match.Groups["state"].Value, $"{match.Groups["proto"].Value} {match.Groups["tuple"].Value}",
            !text.Contains("[UNREPLIED]", StringComparison.Ordinal), text.Contains("[ASSURED]", StringComparison.Ordinal));
    }

    /// <remarks>Microseconds stand without leading zeros, filled up with blanks.</remarks>
    [GeneratedRegex(
        @"\A(\[\s*(?<sec>[0-9]{1,12})\.(?<usec>[0-9]{1,6})\s*\]\s*)?(\[(?<event>NEW|UPDATE|DESTROY)\]\s+)?(ipv[46]\s+[0-9]+"
            + @"\s+)?(?<proto>[a-z][a-z0-9-]*)\s+[0-9]+\s+"
        + @"((?<timeout>[0-9]{1,9})\s+)?((?<state>[A-Z][A-Z_0-9]*)\s+)?(?<tuple>src=\S+\s+dst=\S+(\s+sport=[0-9]+\s+dport=[0-9]+)?)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
