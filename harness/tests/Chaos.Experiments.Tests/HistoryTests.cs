using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Experiments.Tests;

/// <summary>Hand-made outcomes of a five-second run whose t = 0 is at 2 s; flow 0 is a sender.</summary>
public sealed class HistoryTests
{
    private const long Second = 1_000_000_000, Zero = 2 * Second;

    [Fact]
    public void A_death_that_the_tail_finds_out_is_cut_to_the_end()
    {
        FlowRecord flow = Record(diedAt: 8, brokenAt: 6);

        Assert.Equal(
            (FlowState.Died, 4 * Second, 5 * Second, 5 * Second), (flow.State, flow.BrokenAtNs, flow.DetectedAtNs, flow.ObservedUntilNs));
    }

    [Fact]
    public void Who_broke_after_the_end_was_alive_at_the_end()
    {
        FlowRecord flow = Record(diedAt: 9, brokenAt: 8);

        Assert.Equal((FlowState.Survived, null, null, 5 * Second), (flow.State, flow.BrokenAtNs, flow.DetectedAtNs, flow.ObservedUntilNs));
        Assert.Equal(Mechanism.None, flow.Mechanism);
    }

    [Fact]
    public void A_loss_that_was_met_after_the_death_does_not_explain_it()
    {
        FlowRecord flow = Record(diedAt: 4, brokenAt: 6);

        Assert.Equal((FlowState.Died, Mechanism.None), (flow.State, flow.Mechanism));
    }

    [Fact]
    public void A_survivor_whose_mapping_was_remade_with_the_same_port_is_lucky_and_no_loss_explains_a_later_death()
    {
        Incident luck = new(0, Mechanism.BothEvicted, 3 * Second, 4 * Second) { Met = PacketMet.SamePort };

        Assert.Equal(["senders"], Lived(null, [luck]).LostAndRemade());
        Assert.Empty(Lived(null, [luck with { AtNanoseconds = Zero - 1 }]).LostAndRemade());
        Assert.Empty(Lived(5, [luck]).LostAndRemade());
        Assert.Equal(Mechanism.None, Lived(5, [luck]).Flows().First().Mechanism);
    }

    [Fact]
    public void What_was_alive_when_a_repetition_broke_off_is_censored_there()
    {
        FlowRecord flow = Record(diedAt: null, brokenAt: null, stoppedAt: 3);

        Assert.Equal((FlowState.Censored, Second), (flow.State, flow.ObservedUntilNs));
    }

    [Fact]
    public void Each_half_that_was_lost_is_an_event_with_its_rule_its_evictor_and_what_came_of_it()
    {
        FiveTuple stranger = new(IpProtocol.Udp, Ipv4Address.Parse("10.0.0.9"), 1, Ipv4Address.Parse("10.9.0.1"), 2);
        Incident incident = new(0, Mechanism.BothEvicted, 4 * Second, 5 * Second)
        {
            Met = PacketMet.Punt,
            Original = new EntryLoss(4 * Second, LossRule.Shrink, stranger),
            Reverse = new EntryLoss(3 * Second, LossRule.Forced, stranger, ByFlow: 1),
        };

        RunEvent[] events = [.. Lived(diedAt: 6, [incident]).Events().Where(one => one.Kind == RunEventKind.Eviction)];

        Assert.Equal(
            [(1 * Second, "reverse", "forced", "senders-1", "punt"), (2 * Second, "original", "shrink", stranger.ToString(), "punt")],
            events.Select(one => (one.TimeNs, one.Half, one.Rule, one.By, one.Met)));
    }

    private static FlowRecord Record(int? diedAt, int? brokenAt, int? stoppedAt = null) => Lived(
        diedAt, brokenAt is { } broken ? [new Incident(0, Mechanism.ReverseEvicted, broken * Second, (broken * Second) + 1)] : [],
        stoppedAt).Flows().First();

    private static History Lived(int? diedAt, Incident[] incidents, int? stoppedAt = null)
    {
        RepetitionPlan plan = RepetitionPlanner.Plan(TestScenarios.Load().Cells[0], 1);
        FlowLog log = new(plan.Run.Traffic.Flows.Count);
        log.Opened(Second, 0);
        if (diedAt is { } died) log.Died(died * Second, 0, DeathCause.Reset, Side.Server);
        RunOutcome outcome = RunOutcome.NeverStarted(plan.Run, new WorldFailedException("")) with
        {
            Zero = Zero,
            Flows = log,
            Incidents = incidents,
            StoppedAt = stoppedAt * Second,
        };
        return new History(plan, outcome, TailRule.Target);
    }
}
