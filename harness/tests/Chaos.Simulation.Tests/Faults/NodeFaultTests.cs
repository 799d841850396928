using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests.Faults;

public sealed class NodeFaultTests
{
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 200);

    [Theory]
    [InlineData(RestartedTable.Lost, "feeds Reset 20")]
    [InlineData(RestartedTable.Kept, "")]
    public void A_restart_without_its_map_kills_what_a_restart_with_it_does_not(RestartedTable table, string deaths)
    {
        TrafficPlan plan = Worlds.Plan(20, [Feeds]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new Restart { Table = table }, 500_000_000)]);

        Assert.Equal(deaths, Worlds.Deaths(plan, result));
    }

    [Fact]
    public void A_node_that_is_away_for_longer_than_the_deadline_loses_its_flows()
    {
        TrafficPlan plan = Worlds.Plan(20, [Feeds]);

        RunOutcome result = Worlds.Run(
            plan, "baseline", faults: [Worlds.At5(new Restart { Table = RestartedTable.Kept }, 3 * Worlds.Second)]);

        Assert.Equal("feeds Timeout 20", Worlds.Deaths(plan, result));
    }

    [Fact]
    public void A_pause_within_the_patience_kills_nobody_and_the_messages_come_late()
    {
        TrafficPlan plan = Worlds.Plan(5, [Feeds]);

        RunOutcome paused = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new Pause(), Worlds.Second)]);
        RunOutcome plain = Worlds.Run(plan, "baseline");

        Assert.Equal("", Worlds.Deaths(plan, paused));
        Assert.Equal(plain.Messages, paused.Messages);
    }

    [Fact]
    public void A_pause_beyond_the_patience_kills()
    {
        TrafficPlan plan = Worlds.Plan(5, [Feeds]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new Pause(), 3 * Worlds.Second)]);

        Assert.Equal("feeds Timeout 5", Worlds.Deaths(plan, result));
    }

    [Fact]
    public void Packets_beyond_the_room_of_a_node_that_stands_still_are_lost()
    {
        TrafficPlan plan = Worlds.Plan(200, [Feeds]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new Pause(), Worlds.Second)]);

        long sent = result.Messages.Sum(flow => (long)flow.ServerSent), received = result.Messages.Sum(flow => (long)flow.ClientReceived);
        Assert.InRange(sent - received, 700, 800);
    }

    [Fact]
    public void A_limited_node_handles_packets_only_in_its_share_of_each_period()
    {
        const long Period = 100_000_000, LinkDelay = 100_000;
        TrafficPlan plan = Worlds.Plan(50, [Worlds.Group("asks", Transport.Udp, 20, 0, reply: true)]);
        AnswerLog answers = new();

        RunOutcome result = Worlds.Run(
            plan, "baseline", faults: [Worlds.At5(new CpuLimit { Share = 0.2 }, 2 * Worlds.Second)], observer: answers);

        bool InTurn(long at) => (at - LinkDelay) % Period <= Period / 5;
        ILookup<bool, long> byWindow = answers.Answers.Select(answer => answer.At).ToLookup(
            at => at - result.Zero is > 5_100_000_000 and < 7_000_000_000);
        Assert.True(byWindow[true].Count() > 4000);
        Assert.All(byWindow[true], at => Assert.True(InTurn(at)));
        Assert.Contains(byWindow[false], at => !InTurn(at));
    }
}
