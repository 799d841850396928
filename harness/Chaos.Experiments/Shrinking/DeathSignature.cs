using Chaos.Model;
using Chaos.Runs;

namespace Chaos.Experiments.Shrinking;

/// <summary>How a flow died: two deaths with the same signature are the same bug.</summary>
/// <param name="Group">Of the flow.</param>
/// <param name="Cause">What an endpoint saw.</param>
/// <param name="Mechanism">What the NAT knows.</param>
/// <param name="Losses">Each half that went by the map's rules, with the rule and what the next packet met: `reverse shrink punt`.</param>
internal sealed record DeathSignature(string Group, DeathCause Cause, Mechanism Mechanism, string Losses)
{
    /// <param name="row">Of the flow.</param>
    /// <param name="kills">Its events.</param>
    public static DeathSignature Of(FlowRecord row, IEnumerable<RunEvent> kills) => new(
        row.Group, row.Cause, row.Mechanism,
        string.Join(", ", kills.Select(kill => $"{kill.Half} {kill.Rule} {kill.Met}").Order(StringComparer.Ordinal)));

    public override string ToString() =>
        string.Join(", ", new[] { Spelling.Of(Cause), Spelling.Of(Mechanism), Losses }.Where(word => word.Length > 0));
}
