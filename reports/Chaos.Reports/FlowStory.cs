using System.Globalization;
using Chaos.Model;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>The end of a flow in words: what it lost and by whose insert, what the next packet met, and what an endpoint saw.</summary>
internal static class FlowStory
{
    /// <param name="flow">The flow.</param>
    /// <param name="losses">Its events of kind eviction.</param>
    public static string Of(FlowRecord flow, IReadOnlyList<RunEvent> losses)
    {
        if (flow.State == FlowState.Survived) return "It was alive when the run ended.";
        if (flow.State == FlowState.Censored) return $"It was alive when we stopped watching, at {At(flow.ObservedUntilNs)}.";
        if (flow.State == FlowState.Refused) return $"It never opened: {Seen(flow)}.";
        string[] lost = [.. losses.OrderBy(one => one.TimeNs).Select(Loss)];
        string loss = lost.Length > 0 ? $"{Capital(string.Join(", and ", lost))}."
            : flow.BrokenAtNs is { } broken ? $"The NAT lost it at {At(broken)}{Why(flow.Mechanism)}."
            : flow.Mechanism == Mechanism.None ? "The NAT tells of no loss." : $"The NAT lost it{Why(flow.Mechanism)}.";
        string met = losses.Select(one => one.Met).OfType<string>().LastOrDefault() is { } what ? $" {Met(what)}." : "";
        return $"{loss}{met} At {At(flow.DetectedAtNs)} {Seen(flow)}.";
    }

    private static string Loss(RunEvent loss)
    {
        string by = loss.By is { } other ? $" for the insert of {other}" : "";
        string rule = loss.Rule switch
        {
            "shrink" => "evicted as the least recently used",
            "forced" => "evicted although it was marked, because nothing else was in reach",
            "steal" => "taken by another CPU before it had joined the lists",
            "partner" => "taken along with its partner",
            "expired" => "collected with its expired connection",
            "purged" => "collected, because connection tracking did not know it",
            "fault" => "removed by a fault",
            { } rest => $"lost ({rest})",
            null => "lost",
        };
        return $"the {loss.Half} entry was {rule} at {At(loss.TimeNs)}{by}";
    }

    private static string Met(string met) => met switch
    {
        "punt" => "The next reply found no reverse entry, so it went to the node itself, which refused it",
        "newPort" => "The next packet out found no original entry and was given another port",
        "portTaken" => "Another connection had taken its port by then",
        "allocationFailed" => "No port was free for it",
        _ => $"The next packet met: {met}",
    };

    private static string Seen(FlowRecord flow) => flow.Cause switch
    {
        DeathCause.Reset => flow.Protocol == "tcp" ? "an endpoint got a TCP reset" : "an endpoint got an ICMP port unreachable",
        DeathCause.PortChanged => "the server saw it come from another address or port",
        DeathCause.Timeout => "an endpoint's deadline passed without a message",
        DeathCause.Refused => "the connection was refused",
        DeathCause.Closed => "the peer closed it unasked",
        DeathCause.Harness => "our own generator or container failed",
        _ => "nobody saw why",
    };

    private static string Why(Mechanism mechanism) => mechanism == Mechanism.None ? "" : $" ({Spelling.Of(mechanism)})";

    private static string At(long? nanoseconds) => Numbers.Moment(nanoseconds);

    private static string Capital(string text) => string.Create(
        CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(text[0])}{text.AsSpan(1)}");
}
