using Chaos.Model;
using Chaos.Survival;

namespace Chaos.Runs.Tests;

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
        Assert.Equal(new EnumCounts<DeathCause>((DeathCause.Reset, 1), (DeathCause.PortChanged, 1), (DeathCause.Refused, 1)), cell.Causes);
        Assert.Equal(new EnumCounts<Mechanism>((Mechanism.OriginalEvicted, 1), (Mechanism.Fault, 1)), cell.Mechanisms);
        Assert.Equal(["feeds", "calls"], cell.Groups.Select(group => group.Name));
        Assert.Equal(new FlowCounts(3, 1, 1, 0, 1, 0), cell.Groups[0].Flows);
        Assert.Equal(1.0 / 3, cell.Groups[0].Survival.Estimate);
    }

    [Fact]
    public void A_death_found_in_the_tail_counts_at_the_end()
    {
        FlowRecord late = Alive with { State = FlowState.Died, DetectedAtNs = 12 * Second, Cause = DeathCause.Timeout };

        CellResult cell = CellSummary.From(Facts, [Alive, late]);

        Assert.Equal(new SurvivalEstimate(10, 0.5, null, null, [0.5]), cell.Survival);
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
    public void A_flow_of_a_repetition_that_the_facts_do_not_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => CellSummary.From(Facts, [Alive with { Repetition = 2 }]));

    [Fact]
    public void Several_repetitions_have_an_interval_and_are_told_apart()
    {
        FlowRecord dead = Alive with { State = FlowState.Died, DetectedAtNs = 5 * Second, Cause = DeathCause.Reset };
        FlowRecord[] flows =
        [
            .. Enumerable.Repeat(Alive, 9), dead,
            .. Enumerable.Repeat(Alive with { Repetition = 2 }, 7), .. Enumerable.Repeat(dead with { Repetition = 2 }, 3),
        ];

        SurvivalEstimate survival = CellSummary.From(Facts with { Repetitions = 2 }, flows).Survival;

        Assert.Equal(0.8, survival.Estimate);
        Assert.Equal([0.9, 0.7], survival.ByRepetition);
        Assert.True(survival is { Lower: > 0 and < 0.8, Upper: > 0.8 and <= 1 }, survival.ToString());
    }

    [Fact]
    public void Survival_is_the_same_product_whether_or_not_a_censoring_makes_us_look_at_times()
    {
        FlowRecord[] flows = [.. Enumerable.Range(0, 60).Select(number => (number % 4) switch
        {
            0 => Alive,
            1 => Alive with { State = FlowState.Died, DetectedAtNs = number * Second / 10, Cause = DeathCause.Timeout },
            2 => Alive with { State = FlowState.Refused, Cause = DeathCause.Refused },
            _ => Alive with { State = FlowState.Censored, ObservedUntilNs = number * Second / 9 },
        })];

        Assert.Equal(
            KaplanMeier.Estimate(flows.Select(flow => flow.ToObservation(10))).SurvivalAt(10)!.Value,
            CellSummary.From(Facts, flows).Survival.Estimate!.Value, 12);
        Assert.Equal(
            0.5, CellSummary.From(Facts, flows.Where(flow => flow.State is FlowState.Died or FlowState.Survived)).Survival.Estimate);
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
