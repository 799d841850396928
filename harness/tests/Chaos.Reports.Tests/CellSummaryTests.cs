using Chaos.Runs;

namespace Chaos.Reports.Tests;

public class CellSummaryTests
{
    private const long Second = 1_000_000_000;

    private static readonly CellFacts Facts = SampleRun.Facts("2560", "baseline", [new("feeds", "strict"), new("calls", null)]);

    private static readonly FlowRecord Alive = new(
        Facts.Id, 1, "feeds-0", "feeds", "udp", 0, null, null, 10 * Second, FlowState.Survived, DeathCause.None, Mechanism.None);

    [Fact]
    public void Flows_are_counted_by_state_cause_mechanism_and_group()
    {
        FlowRecord[] flows =
        [
            Alive,
            Died("feeds-1", 3 * Second, DeathCause.PortChanged, Mechanism.OriginalEvicted),
            Alive with { Flow = "feeds-2", State = FlowState.Refused, Cause = DeathCause.Refused },
            Died("calls-0", 12 * Second, DeathCause.Reset, Mechanism.Fault) with { Group = "calls", Protocol = "tcp" },
        ];

        CellResult cell = CellSummary.From(Facts, flows);

        Assert.Equal(new FlowCounts(4, 1, 2, 0, 1, 0), cell.Flows);
        Assert.Equal(new CauseCounts(1, 1, 0, 1, 0, 0), cell.Causes);
        Assert.Equal(new MechanismCounts(1, 0, 0, 0, 0, 1), cell.Mechanisms);
        Assert.Equal(["feeds", "calls"], cell.Groups.Select(group => group.Name));
        Assert.Equal(new FlowCounts(3, 1, 1, 0, 1, 0), cell.Groups[0].Flows);
        Assert.Equal(1.0 / 3, cell.Groups[0].Survival.Estimate);
    }

    [Fact]
    public void A_death_found_in_the_tail_counts_at_the_end()
    {
        FlowRecord late = Alive with { State = FlowState.Died, DetectedAtNs = 12 * Second, Cause = DeathCause.Timeout };

        CellResult cell = CellSummary.From(Facts, [Alive, late]);

        Assert.Equal(new SurvivalEstimate(10, 0.5, null, null), cell.Survival);
    }

    [Fact]
    public void A_censored_flow_leaves_the_estimate_when_we_stop_looking()
    {
        FlowRecord[] flows =
        [
            Alive,
            Alive with { State = FlowState.Censored, ObservedUntilNs = 2 * Second },
            Alive with { State = FlowState.Died, DetectedAtNs = 5 * Second, Cause = DeathCause.Reset },
        ];

        Assert.Equal(0.5, CellSummary.From(Facts, flows).Survival.Estimate);
    }

    [Fact]
    public void A_group_without_flows_has_no_estimate() =>
        Assert.Null(CellSummary.From(Facts, [Alive]).Groups[1].Survival.Estimate);

    [Fact]
    public void A_flow_of_another_cell_or_group_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CellSummary.From(Facts, [Alive with { Cell = "other" }]));
        Assert.Throws<ArgumentException>(() => CellSummary.From(Facts, [Alive with { Group = "other" }]));
    }

    [Fact]
    public void The_groups_add_up_to_the_cell()
    {
        foreach (CellResult cell in SampleRun.Create().Results.Cells)
        {
            Assert.Equal(cell.Flows.Total, cell.Groups.Sum(group => group.Flows.Total));
            Assert.Equal(cell.Flows.Died, cell.Groups.Sum(group => group.Flows.Died));
            Assert.Equal((double)cell.Flows.Survived / cell.Flows.Total, cell.Survival.Estimate);
        }
    }

    private static FlowRecord Died(string flow, long detectedAtNs, DeathCause cause, Mechanism mechanism) => Alive with
    {
        Flow = flow,
        State = FlowState.Died,
        DetectedAtNs = detectedAtNs,
        Cause = cause,
        Mechanism = mechanism,
    };
}
