using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests.Faults;

/// <summary>Two clients and three servers; flow N is client N % 2 and server N % 3.</summary>
public sealed class PeerFaultTests
{
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 0, 200);
    private static readonly GroupPlan Requests = Worlds.Group("requests", Transport.Tcp, 300, 0, reply: true);

    [Fact]
    public void A_server_that_restarts_loses_its_own_flows_and_no_other()
    {
        TrafficPlan plan = Worlds.Plan(30, [Requests, Feeds]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new ServerRestart { Host = 1 })]);

        Assert.Equal("requests Closed 10, feeds Timeout 10", Worlds.Deaths(plan, result));
        Assert.All(plan.Flows, flow => Assert.Equal(flow.Server == 1, result.Flows.Lives[flow.Number].DiedAt is not null));
        Assert.Equal(20, result.Faults[0].Report.Flows.Count);
    }

    [Fact]
    public void A_client_that_asks_a_server_which_forgot_it_gives_up()
    {
        TrafficPlan plan = Worlds.Plan(9, [Worlds.Group("asks", Transport.Udp, 200, 0, reply: true)]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new ServerRestart(), Worlds.Second)]);

        Assert.All(result.Flows.Lives, life => Assert.NotNull(life.DiedAt));
    }

    [Fact]
    public void A_client_that_stands_still_within_the_patience_loses_nothing()
    {
        TrafficPlan plan = Worlds.Plan(10, [Worlds.Group("senders", Transport.Udp, 200, 500), Requests]);

        RunOutcome paused = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new ClientPause(), Worlds.Second)]);

        Assert.Equal("", Worlds.Deaths(plan, paused));
        Assert.Equal(Worlds.Run(plan, "baseline").Messages, paused.Messages);
    }

    [Fact]
    public void A_client_that_stands_still_beyond_the_patience_is_given_up_by_its_servers()
    {
        TrafficPlan plan = Worlds.Plan(10, [Worlds.Group("senders", Transport.Udp, 200, 0)]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new ClientPause { Host = 0 }, 3 * Worlds.Second)]);

        Assert.Equal("senders Timeout 5", Worlds.Deaths(plan, result));
        Assert.All(plan.Flows, flow => Assert.Equal(flow.Client == 0, result.Flows.Lives[flow.Number].DiedAt is not null));
    }

    /// <summary>
    /// The probes mark both entries of an idle connection; without them churn throws them out, and the server that speaks late is reset.
    /// </summary>
    [Fact]
    public void Without_keep_alive_idle_connections_are_evicted_that_it_would_have_kept()
    {
        GroupPlan idle = Worlds.Group("idle", Transport.Tcp, 0, 8000, reply: true) with { KeepAlive = 200_000_000 };
        TrafficPlan plan = Worlds.Plan(50, [idle], Worlds.Churn(500, replies: false));

        RunOutcome on = Worlds.Run(plan, "cilium-1.18", mapSize: 1024);
        RunOutcome off = Worlds.Run(
            plan, "cilium-1.18", mapSize: 1024, faults: [Worlds.At5(new KeepAliveOff(), 5 * Worlds.Second) with { Moments = [0] }]);

        int Dead(RunOutcome result) => result.Flows.Lives.Count(life => life.DiedAt is not null);
        Assert.InRange(Dead(on), 0, 2);
        Assert.InRange(Dead(off), 20, 50);
    }

    [Fact]
    public void A_burst_adds_its_flows_and_evicts_more_than_the_pressure_alone()
    {
        TrafficPlan plan = Worlds.Plan(10, [Feeds], Worlds.Churn(100, replies: false));
        PressureBurst burst = new() { Pressure = "churn", RatePerSecond = 1000 };

        RunOutcome quiet = Worlds.Run(plan, "baseline", mapSize: 4096);
        RunOutcome pressed = Worlds.Run(plan, "baseline", mapSize: 4096, faults: [Worlds.At5(burst, 2 * Worlds.Second)]);

        Assert.Equal(2000, Worlds.Started(pressed) - Worlds.Started(quiet));
        Assert.Equal(0, quiet.Table!.Value.Evictions);
        Assert.True(pressed.Table!.Value.Evictions > 0);
    }

    [Fact]
    public void A_client_that_is_told_to_burst_while_it_stands_still_does_so_afterwards_and_keeps_its_flows()
    {
        TrafficPlan plan = Worlds.Plan(10, [Worlds.Group("senders", Transport.Udp, 200, 0)], Worlds.Churn(100, replies: false));
        PlannedFault burst = Worlds.At5(new PressureBurst { Pressure = "churn", RatePerSecond = 1000 },
            2 * Worlds.Second) with
        { Number = 1, Moments = [5 * Worlds.Second + Worlds.Second / 4] };

        RunOutcome quiet = Worlds.Run(plan, "baseline", mapSize: 4096);
        RunOutcome pressed = Worlds.Run(plan, "baseline", mapSize: 4096, faults: [Worlds.At5(new ClientPause(), Worlds.Second / 2), burst]);

        Assert.Equal("", Worlds.Deaths(plan, pressed));
        Assert.Equal(2000, Worlds.Started(pressed) - Worlds.Started(quiet));
    }
}
