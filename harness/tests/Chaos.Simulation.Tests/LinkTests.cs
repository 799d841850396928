using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>What the conditions of a direction do to flows.</summary>
public sealed class LinkTests
{
    private static readonly GroupPlan Requests = Worlds.Group("requests", Transport.Udp, 300, 0, reply: true);

    [Theory]
    [InlineData("clientToNode")]
    [InlineData("nodeToClient")]
    [InlineData("nodeToServer")]
    [InlineData("serverToNode")]
    public void A_direction_that_loses_everything_lets_no_flow_open(string direction)
    {
        RunOutcome result = Worlds.Run(Worlds.Plan(10, [Requests]), "baseline", links: With(direction, new LinkConditions { Loss = 1 }));

        Assert.All(result.Flows.Lives, life => Assert.NotNull(life.RefusedAt));
    }

    [Fact]
    public void A_lossy_link_kills_flows_by_timeout_alone()
    {
        TrafficPlan plan = Worlds.Plan(50, [Requests]);

        RunOutcome result = Worlds.Run(plan, "baseline", links: With("serverToNode", new LinkConditions { Loss = 0.05 }));

        Assert.StartsWith("requests Timeout ", Worlds.Deaths(plan, result), StringComparison.Ordinal);
    }

    [Fact]
    public void Delay_jitter_duplicates_reordering_and_a_little_corruption_kill_nobody_who_is_patient()
    {
        GroupPlan patient = Requests with { Reply = false, Patience = 4 * Worlds.Second };
        LinkConditions rough = new()
        {
            Delay = 40_000_000, Jitter = 10_000_000, JitterShape = JitterShape.Normal, Duplicate = 0.1, Reorder = 0.1,
            ReorderBy = 400_000_000,
            Corrupt = 0.01, BitsPerSecond = 10_000_000,
        };
        TrafficPlan plan = Worlds.Plan(50, [patient]);

        RunOutcome result = Worlds.Run(
            plan, "baseline", links: new LinkSet
            {
                ClientToNode = rough, NodeToServer = rough,
                ServerToNode = new() { Delay = 40_000_000 }
            });

        Assert.Equal("", Worlds.Deaths(plan, result));
    }

    private static LinkSet With(string direction, LinkConditions conditions) => direction switch
    {
        "clientToNode" => new LinkSet { ClientToNode = conditions },
        "nodeToClient" => new LinkSet { NodeToClient = conditions },
        "nodeToServer" => new LinkSet { NodeToServer = conditions },
        _ => new LinkSet { ServerToNode = conditions },
    };
}
