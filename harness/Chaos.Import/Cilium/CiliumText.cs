using System.Globalization;
using System.Text.RegularExpressions;

namespace Chaos.Import.Cilium;

/// <summary>The lines that `cilium bpf nat list` and `cilium bpf ct list global` print. Source: pkg/maps/nat and pkg/maps/ctmap.</summary>
internal static partial class CiliumText
{
    public static IEnumerable<CiliumEntry> Read(Stream stream, string file, bool isNat)
    {
        foreach ((long number, string text) in BoundedLines.Read(stream, file))
        {
            if (text.Length == 0) continue;
            yield return (isNat ? Nat(text) : Ct(text)) ?? throw BadImportException.AtLine(
                file, number, $"this is no line of `cilium bpf {(isNat ? "nat list" : "ct list global")}`");
        }
    }

    /// <summary>Whether a line is one of the NAT map.</summary>
    public static bool IsNat(string text) => NatShape().IsMatch(text);

    public static bool IsCt(string text) => CtShape().IsMatch(text);

    private static CiliumEntry? Nat(string text)
    {
        if (NatShape().Match(text) is not { Success: true } match) return null;
        (string from, string to, string other) = (match.Groups["from"].Value, match.Groups["to"].Value, match.Groups["other"].Value);
        string protocol = match.Groups["protocol"].Value;
        bool isOut = match.Groups["way"].Value == "OUT";
        return new CiliumEntry(
            CiliumEntry.TransportOf(protocol), isOut, $"{protocol} {from} {to}", isOut ? $"{protocol} {to} {other}"
                : $"{protocol} {other} {from}")
        {
            Created = Number(match.Groups["created"].Value), IsAge = match.Groups["ago"].Success,
        };
    }

    private static CiliumEntry? Ct(string text)
    {
        if (CtShape().Match(text) is not { Success: true } match) return null;
        string protocol = match.Groups["protocol"].Value;
        return new CiliumEntry(
            CiliumEntry.TransportOf(protocol), match.Groups["way"].Value == "OUT",
                $"{protocol} {match.Groups["from"].Value} {match.Groups["to"].Value}", "")
        {
            LastTx = Number(match.Groups["tx"].Value),
            LastRx = Number(match.Groups["rx"].Value),
            IsClosing = text.Contains("Closing", StringComparison.Ordinal),
        };
    }

    private static double Number(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?<protocol>[A-Za-z0-9]+)\s+(?<way>IN|OUT)\s+(?<from>\S+)\s+->\s+(?<to>\S+)\s+XLATE_(SRC|DST)\s+(?<other>\S+)"
            + @"\s+Created=(?<created>[0-9]{1,18})sec(?<ago>\s+ago)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NatShape();

    [GeneratedRegex(
        @"\A(?<protocol>[A-Za-z0-9]+)\s+(?<way>IN|OUT|RELATED|SVC)\s+(?<from>\S+)\s+->\s+(?<to>\S+)"
            + @"\s+expires=[0-9]+.*LastRxReport=(?<rx>[0-9]{1,18}).*LastTxReport=(?<tx>[0-9]{1,18})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CtShape();
}
