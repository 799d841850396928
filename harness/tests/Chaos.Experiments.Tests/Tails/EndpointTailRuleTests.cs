using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Experiments.Tests.Tails;

/// <summary>Hand-made outcomes of a five-second run whose t = 0 is at 2 s, so that it ends at 7 s; flow 0 sends both ways.</summary>
public sealed class EndpointTailRuleTests
{
    private const long Second = 1_000_000_000, Zero = 2 * Second, End = 7 * Second;

    /// <summary>From the node to a host, on plain links.</summary>
    private const long Way = 100_000;

    [Theory]
    [InlineData(End + Way + 1, End + Way + 1, FlowState.Survived)]
    [InlineData(End + Way, End + Second, FlowState.Died)]
    [InlineData(End + Second, End + Way, FlowState.Died)]
    [InlineData(null, End + Second, FlowState.Died)]
    public void A_flow_that_dies_in_the_tail_was_alive_if_both_directions_delivered_through_the_node_after_the_end(
        long? atClient, long? atServer, FlowState expected)
    {
        FlowRecord flow = Only(atClient, atServer).Flows().First();

        Assert.Equal((expected, 5 * Second), (flow.State, flow.ObservedUntilNs));
    }

    [Fact]
    public void A_direction_that_carries_no_messages_need_not_deliver()
    {
        Assert.Equal(FlowState.Survived, StateOfOneWay("clientEvery=never", atClient: End + Second, atServer: Second));
        Assert.Equal(FlowState.Survived, StateOfOneWay("serverEvery=never", atClient: Second, atServer: End + Second));
        Assert.Equal(FlowState.Died, StateOfOneWay("serverEvery=never", atClient: End + Second, atServer: Second));
    }

    [Fact]
    public void Tcp_acknowledges_and_so_needs_both_directions()
    {
        Assert.Equal(FlowState.Died, StateOfOneWay("clientEvery=never", End + Second, Second, "flows.senders.protocol=tcp"));
        Assert.Equal(FlowState.Survived, StateOfOneWay("clientEvery=1s", End + Second, End + Second, "flows.senders.protocol=tcp"));
    }

    [Fact]
    public void A_direction_that_carries_answers_must_deliver_too()
    {
        Assert.Equal(FlowState.Died, StateOfOneWay("serverEvery=never", Second, End + Second, "flows.senders.reply=true"));
        Assert.Equal(FlowState.Survived, StateOfOneWay("serverEvery=never", End + Second, End + Second, "flows.senders.reply=true"));
    }

    [Fact]
    public void What_arrived_does_not_revive_a_flow_that_was_found_dead_before_the_end()
    {
        Assert.Equal(FlowState.Died, Only(End + Second, End + Second, diedAt: End - 1).Flows().First().State);
    }

    [Fact]
    public void A_flow_that_our_own_generator_killed_stays_dead()
    {
        Assert.Equal(FlowState.Died, Only(End + Second, End + Second, cause: DeathCause.Harness).Flows().First().State);
    }

    [Fact]
    public void The_knowledge_of_the_target_decides_nothing_and_is_noted_where_it_says_otherwise()
    {
        History history = Only(End - Second, End + Second, brokenAt: End + 1);

        FlowRecord flow = history.Flows().First();
        Assert.Equal((FlowState.Died, null, Mechanism.ReverseEvicted), (flow.State, flow.BrokenAtNs, flow.Mechanism));
        Assert.Contains(
            history.Events(), entry => entry.Note?.StartsWith("1 flows that the target lost after", StringComparison.Ordinal) == true);
        Assert.Equal(FlowState.Survived, Only(End + Second, End + Second, brokenAt: Zero).Flows().First().State);
    }

    [Fact]
    public void A_run_that_broke_off_proves_nothing()
    {
        Assert.Equal(FlowState.Died, Of(PlanOf(), [], End + Second, DeathCause.Reset, null).Flows().First().State);
    }

    private static FlowState StateOfOneWay(string set, long? atClient, long? atServer, params string[] more)
    {
        RepetitionPlan plan = PlanOf([$"flows.senders.{set}", .. more]);
        return Of(plan, Seen(plan, atClient, atServer), End + (2 * Second), DeathCause.Timeout, null).Flows().First().State;
    }

    private static History Only(
        long? atClient, long? atServer, long diedAt = End + (2 * Second), DeathCause cause = DeathCause.Reset, long? brokenAt = null)
    {
        RepetitionPlan plan = PlanOf();
        return Of(plan, Seen(plan, atClient, atServer), diedAt, cause, brokenAt);
    }

    private static RepetitionPlan PlanOf(params string[] sets) => RepetitionPlanner.Plan(TestScenarios.Load("", sets).Cells[0], 1);

    private static FlowMessages[] Seen(RepetitionPlan plan, long? atClient, long? atServer)
    {
        FlowMessages[] messages = new FlowMessages[plan.Run.Traffic.Flows.Count];
        messages[0] = new FlowMessages { LastAtClient = atClient, LastAtServer = atServer };
        return messages;
    }

    private static History Of(RepetitionPlan plan, FlowMessages[] messages, long diedAt, DeathCause cause, long? brokenAt)
    {
        FlowLog log = new(plan.Run.Traffic.Flows.Count);
        log.Opened(Second, 0);
        log.Died(diedAt, 0, cause, Side.Server);
        RunOutcome outcome = RunOutcome.NeverStarted(plan.Run, new WorldFailedException("")) with
        {
            Zero = Zero,
            Flows = log,
            Messages = messages,
            Incidents = brokenAt is { } broken ? [new Incident(0, Mechanism.ReverseEvicted, broken, broken + 1)] : [],
            StoppedAt = null,
        };
        return new History(plan, outcome, TailRule.Endpoints);
    }
}
