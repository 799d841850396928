using System.Globalization;
using System.Text;
using Chaos.Runs;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Claims;

/// <summary>
/// What became of a claim, for somebody who reads the log of a test: the claim, what was seen, who died of what, and how to see it again.
/// </summary>
/// <param name="result">The run.</param>
/// <param name="claim">One of its claims.</param>
/// <param name="judged">What came of it.</param>
/// <param name="replay">The command that runs the claim's cells again.</param>
public sealed class ClaimReport(ExperimentResult result, Claim claim, ExpectationResult judged, string replay)
{
    private const int Shown = 3;

    /// <summary>The watched flows that died or were refused in the cell that the claim is about, in the group that it is about.</summary>
    public IReadOnlyList<FlowRecord> Dead { get; } =
    [
        .. result.Flows.Where(flow => flow.Cell == claim.Cells[0].Id && flow.State is FlowState.Died or FlowState.Refused
            && (claim.Expectation.Group is null || claim.Expectation.Group == flow.Group
                || result.Plan.Scenario.Flows.All(group => group.Name != claim.Expectation.Group))),
    ];

    public string Text
    {
        get
        {
            StringBuilder text = new();
            text.AppendLine(claim.Text);
            text.AppendLine(CultureInfo.InvariantCulture, $"  seen        {judged.Observed}; {judged.Basis}");
            foreach (Cell one in claim.Cells) text.AppendLine(CultureInfo.InvariantCulture, $"  cell        {Both(one)}");
            foreach (FlowRecord flow in Dead.Take(Shown)) text.AppendLine(CultureInfo.InvariantCulture, $"  lost        {Death(flow)}");
            if (Dead.Count > Shown) text.AppendLine(CultureInfo.InvariantCulture, $"              and {Dead.Count - Shown:N0} more");
            if (claim.Expectation.Place is { } place) text.AppendLine(CultureInfo.InvariantCulture, $"  expected in {place}");
            text.Append(CultureInfo.InvariantCulture, $"  again       {replay}");
            return text.ToString();
        }
    }

    /// <summary>The two halves of the answer, never one without the other.</summary>
    private string Both(Cell one)
    {
        CellResult? ran = result.Results.Cells.FirstOrDefault(candidate => candidate.Id == one.Id);
        if (ran is null) return $"{one.Id}: not run";
        string alive = string.Create(
            CultureInfo.InvariantCulture, $"{ShareText.WithInterval(ran.Survival)} of {ran.Flows.Total:N0} flows alive at the end");
        string newcomers = $"{ShareText.WithInterval(ran.Pressure?.FailedShare)} of newcomers failing";
        return $"{one.Id}: {alive}, {newcomers}{(ran.NotUnderPressure ? ", not under pressure" : "")}";
    }

    private static string Death(FlowRecord flow)
    {
        string mechanism = Spelling.Of(flow.Mechanism);
        string why = mechanism.Length == 0 ? Spelling.Of(flow.Cause) : $"{Spelling.Of(flow.Cause)}, {mechanism}";
        string when = flow.DetectedAtNs is { } detected
            ? string.Create(CultureInfo.InvariantCulture, $"at {detected / 1e9:0.0} s") : "never opened";
        return $"{flow.Flow} of repetition {flow.Repetition}, {when}: {why}";
    }
}
