using Chaos.Model;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>What the wire, the hosts and the node do when nothing is under pressure.</summary>
public sealed class PathTests
{
    private static readonly GroupPlan[] Everything =
    [
        Worlds.Group("senders", Transport.Udp, 200, 2000), Worlds.Group("feeds", Transport.Udp, 2000, 200),
        Worlds.Group("api", Transport.Tcp, 300, 0, reply: true), Worlds.Group("both", Transport.Tcp, 500, 700, reply: true),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("baseline")]
    [InlineData("restore-reverse")]
    [InlineData("restore-both")]
    [InlineData("restore-both-overwrite")]
    public void Every_message_arrives_and_nobody_dies(string? variant)
    {
        TrafficPlan plan = Worlds.Plan(20, Everything);

        RunOutcome result = Worlds.Run(plan, variant);

        Assert.All(result.Flows.Lives, life => Assert.True(life is { OpenedAt: not null, DiedAt: null }));
        Assert.All(
            result.Messages, count => Assert.Equal((count.ClientSent, count.ServerSent), (count.ServerReceived, count.ClientReceived)));
        Assert.All(result.Messages, count => Assert.True(count.ClientSent > 1));
    }

    [Fact]
    public void A_nat_with_room_changes_no_message_and_no_time()
    {
        TrafficPlan plan = Worlds.Plan(20, Everything, Worlds.Churn(200, replies: true));
        SentRecorder routed = new(), translated = new();

        Worlds.Run(plan, variant: null, observer: routed);
        Worlds.Run(plan, "restore-both", observer: translated);

        Assert.NotEmpty(routed.Sent);
        Assert.Equal(routed.Sent, translated.Sent);
    }

    [Theory]
    [InlineData(Transport.Udp)]
    [InlineData(Transport.Tcp)]
    public void Churn_completes_over_both_transports(Transport transport)
    {
        TrafficPlan plan = Worlds.Plan(2, Everything, Worlds.Churn(200, replies: true, transport));

        RunOutcome result = Worlds.Run(plan, "baseline");

        Assert.Equal(new NewcomerCounts { Answered = 2000 }, result.Newcomers.Single().Total());
    }

    [Fact]
    public void The_same_plan_runs_the_same_way_twice()
    {
        TrafficPlan plan = Worlds.Plan(50, Everything, Worlds.Churn(1000, replies: true));

        RunOutcome first = Worlds.Run(plan, "baseline", mapSize: 512, warmUp: null), second = Worlds.Run(
            plan, "baseline", mapSize: 512, warmUp: null);

        Assert.Equal(first.Flows.Lives, second.Flows.Lives);
        Assert.Equal(first.Incidents, second.Incidents);
        Assert.Equal(first.Packets, second.Packets);
        Assert.Equal(first.Newcomers.Single().BySecond, second.Newcomers.Single().BySecond);
    }

    private sealed class SentRecorder : ITrafficObserver
    {
        public List<(long Now, int Flow, Side Side, MessageKind Kind, uint Sequence)> Sent { get; } = [];

        void ITrafficObserver.Sent(long now, int flow, Side side, MessageKind kind, uint sequence) =>
            Sent.Add((now, flow, side, kind, sequence));

        void ITrafficObserver.Opened(long now, int flow)
        {
        }

        void ITrafficObserver.Refused(long now, int flow, DeathCause cause)
        {
        }

        void ITrafficObserver.Died(long now, int flow, DeathCause cause, Side side)
        {
        }

        void ITrafficObserver.Moved(long now, int flow)
        {
        }
    }
}
